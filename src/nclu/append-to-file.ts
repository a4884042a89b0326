// Knows: how the list of a switch's commands says what no command can: shell lines that append to frr.conf; and reads them.
// Refuses to know: which lines those are (commands.ts).

import { parseFrr, renderFrr } from "./frr-file.ts";
import { path, type Files } from "./switch-files.ts";

const introduction: readonly string[] = [
  "",
  "# The following will append those commands to the appropriate files.",
  "# There are some configuration commands that are not yet supported by nclu.",
  "# ========================================================================",
];

/** `blocks`: lines with the headers they stand under. */
export function appending(blocks: readonly (readonly string[])[]): readonly string[] {
  return [...introduction, ...blocks.map((lines) => `sudo sh -c "printf '${lines.join("\\n")}\\n' >> ${path.frr}"`)];
}

/** The files after a line of such a list; undefined when it is another kind of line. */
export function appended(line: string, files: Files): Files | undefined {
  const [, text] = /^(?:sudo )?sh -c "printf '([^']*)' >> \/etc\/frr\/frr\.conf"$/.exec(line) ?? [];
  if (text === undefined) return undefined;
  const whole = `${files[path.frr] ?? ""}${text.replaceAll("\\n", "\n")}`;
  return { ...files, [path.frr]: renderFrr(parseFrr(whole)) };
}
