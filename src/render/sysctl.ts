// Knows: how a kernel setting is written from a shell that is already inside the namespace.
// Refuses to know: which settings a node has.

import type { StepOf } from "../plan/step.ts";
import { shellWord } from "./quote.ts";

/** What a failing `put` prints before the number of its line; blame.ts looks for it. */
export const sysctlFailureMark = "Setting failed";

/**
 * The functions the lines of sysctlLine call: a shell's own printf, so that no process is started per setting.
 * `put LINE KEY VALUE` writes and names its line when it cannot; `offer` does nothing where the kernel lacks the key.
 */
export const sysctlFunctions: readonly string[] = [
  `put() { printf '%s\\n' "$3" >"/proc/sys/$2" || { echo "${sysctlFailureMark} $1" >&2; exit 1; }; }`,
  `offer() { if [ -e "/proc/sys/$2" ]; then put "$@"; fi; }`,
];

export function sysctlLine(step: StepOf<"sysctl.set">, line: number): string {
  return `${step.optional === true ? "offer" : "put"} ${line} ${shellWord(step.key)} ${shellWord(step.value)}`;
}
