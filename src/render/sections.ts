// Knows: how what comes after a node's `ip -batch` is written: a process each for bridge(8), tc(8) …, or settings.
// Refuses to know: the words in the lines.

import type { BatchLine } from "./batches.ts";

/**
 * Lines for one program, in order. `settings` are functions of the shell itself (sysctl.ts). `ip -6` is for rules: in a
 * batch of both families nothing says which one a rule is for.
 */
export interface Section {
  readonly program: "bridge" | "tc" | "ip -6" | "settings";
  readonly lines: readonly BatchLine[];
}

/** What a failing section prints before its number; blame.ts looks for it. */
export const sectionFailureMark = "Section failed";

/** Adds a line to the last section when that is for the same program, else opens one. */
export function addToSections(
  sections: { program: Section["program"]; lines: BatchLine[] }[],
  program: Section["program"],
  line: BatchLine,
): void {
  const last = sections.at(-1);
  if (last?.program === program) last.lines.push(line);
  else sections.push({ program, lines: [line] });
}

/** Shell lines. `number` is the section's place in its batch. */
export function sectionScript({ program, lines }: Section, number: number): readonly string[] {
  const texts = lines.map((line) => line.text);
  if (program === "settings") return texts;
  return [`${program} -batch - <<'END' || { echo "${sectionFailureMark} ${number}" >&2; exit 1; }`, ...texts, "END"];
}
