// Knows: when a check that is asked again and again has passed or failed: within, for, expect.
// Refuses to know: when it is asked (poll.ts) and what it asks.

import type { Finding } from "../check/check.ts";
import type { CheckStep } from "./step.ts";

/** The end of a check. */
export interface Verdict {
  readonly outcome: "pass" | "fail" | "error";
  readonly saw: string;
  readonly differs: readonly string[];
  readonly answer: string | undefined;
  readonly notes: readonly string[];
  /** Until it first held; until it was given up when it did not. */
  readonly tookMs: number;
  readonly heldMs: number | undefined;
}

export interface CheckRun {
  /** Takes one finding; times are milliseconds of one clock. The verdict, once there is one. */
  take(finding: Finding, asked: { readonly startedAt: number; readonly endedAt: number }): Verdict | undefined;
  /** When the next answer decides: `within` is over, or it has held long enough. */
  decidesAt(): number;
}

/** `startedAt`: the moment from which `within` counts. `withinMs` has been scaled already. */
export function createCheckRun(
  step: Pick<CheckStep, "expect" | "forMs">,
  { startedAt, withinMs }: { readonly startedAt: number; readonly withinMs: number },
): CheckRun {
  let heldSince: number | undefined;
  const wanted = step.expect === "fail" ? "fail" : "pass";
  return {
    decidesAt: () => (heldSince === undefined ? startedAt + withinMs : heldSince + step.forMs),
    take(finding, asked) {
      const holds = finding.outcome === wanted;
      const end = (outcome: Verdict["outcome"], differs: readonly string[], sinceMs: number): Verdict => ({
        outcome,
        saw: finding.saw,
        differs,
        answer: finding.answer,
        notes: finding.notes ?? [],
        tookMs: sinceMs - startedAt,
        heldMs: heldSince === undefined || step.forMs === 0 ? undefined : asked.endedAt - heldSince,
      });
      if (holds) {
        heldSince ??= asked.endedAt;
        // What was asked before the time was over says nothing about its end.
        const longEnough = step.forMs === 0 || asked.startedAt >= heldSince + step.forMs;
        return longEnough ? end("pass", [], heldSince) : undefined;
      }
      const outcome = finding.outcome === "error" ? "error" : "fail";
      if (heldSince !== undefined) {
        const [did, then] = wanted === "pass" ? ["held", "no longer"] : ["did not hold", "it did"];
        const time = `${seconds(asked.endedAt - heldSince)} of ${seconds(step.forMs)}`;
        const held = `it ${did} for ${time}, then ${outcome === "error" ? "it could not be asked" : then}`;
        return end(outcome, [...differences(finding, wanted), held], asked.endedAt);
      }
      const over = asked.endedAt >= startedAt + withinMs;
      return over || finding.final === true ? end(outcome, differences(finding, wanted), asked.endedAt) : undefined;
    },
  };
}

function differences(finding: Finding, wanted: "pass" | "fail"): readonly string[] {
  return finding.outcome === "pass" && wanted === "fail" ? ["it holds, and must not (expect: fail)"] : finding.differs;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
