// Knows: how `ip -batch` and the setting functions say which line failed.
// Refuses to know: how they were run and what to do about the failure.

import type { Step } from "../plan/step.ts";
import type { BatchLine, HostBatch, NetnsBatch, SandboxBatch } from "./batches.ts";
import { sectionFailureMark } from "./sections.ts";
import { sysctlFailureMark } from "./sysctl.ts";

/** The step whose line failed, from what the process wrote to stderr; undefined when that does not tell. */
export function blamedStep(batch: SandboxBatch | HostBatch | NetnsBatch, stderr: string): Step | undefined {
  const setting = new RegExp(`^${sysctlFailureMark} (\\d+)$`, "m").exec(stderr);
  if (setting && batch.kind === "netns") return stepAt(settingsOf(batch), setting[1]);
  const section = new RegExp(`^${sectionFailureMark} (\\d+)$`, "m").exec(stderr);
  const lines = section && batch.kind === "netns" ? (batch.after[Number(section[1])]?.lines ?? []) : batch.ip;
  const numbered = /^Command failed [^\n]*:(\d+)$/m.exec(stderr);
  if (numbered) return stepAt(lines, numbered[1]);
  // ip gives no line number when it dislikes a word; where only one line has that word, it is that line.
  const word = /argument "([^"\n]*)" is wrong/.exec(stderr)?.[1];
  const having = word === undefined ? [] : lines.filter((line) => line.text.split(" ").includes(word));
  return having.length === 1 ? having[0]?.step : undefined;
}

/** The line of a step, as a person would type it. */
export function commandOf(batch: SandboxBatch | HostBatch | NetnsBatch, step: Step): string | undefined {
  if (step.op === "sysctl.set") return `sysctl ${step.key}=${step.value}`;
  const sections = batch.kind === "netns" ? batch.after : [];
  const lines = [{ program: "ip", lines: batch.ip }, ...sections].flatMap(({ program, lines: texts }) =>
    texts.map((line) => ({ program, line })),
  );
  const found = lines.find(({ line }) => line.step === step);
  return found && `${found.program} ${found.line.text}`;
}

/** Settings are numbered through, those before the interfaces and those after. */
function settingsOf({ sysctls, after }: NetnsBatch): readonly BatchLine[] {
  return [...sysctls, ...after.flatMap((section) => (section.program === "settings" ? section.lines : []))];
}

function stepAt(lines: readonly BatchLine[], number: string | undefined): Step | undefined {
  return lines[Number(number) - 1]?.step;
}
