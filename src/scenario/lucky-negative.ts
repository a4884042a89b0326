// Knows: which negative checks would pass before the lab has had time to prove them wrong.
// Refuses to know: what they ask.

import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Step } from "./step.ts";

/**
 * "r1 does not reach r4" is true of every lab that is not up yet. Such a check proves something after a positive one,
 * for which the run waits first (poll.ts), or when it must keep holding (`for`).
 */
export function warnLuckyNegatives(steps: readonly Step[], sink: DiagnosticSink): void {
  for (const [i, step] of steps.entries()) {
    if (step.kind !== "check" || step.expect !== "fail" || step.forMs > 0 || step.check.watches) continue;
    if (steps.slice(0, i).some((earlier) => earlier.kind === "check" && earlier.expect === "pass")) continue;
    sink.warn("tests/lucky-negative", step.at, `"${step.label}" may pass only because the lab is not up yet`, {
      hint: "add `for: 5s`, or put a check that must hold before it",
    });
  }
}
