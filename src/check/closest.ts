// Knows: how a wish is judged against several candidates: one that fits is enough, else the closest is shown.
// Refuses to know: what the candidates are.

import type { Finding } from "./check.ts";
import { trimAnswer } from "./excerpt.ts";

export interface Candidates<T> {
  readonly candidates: readonly T[];
  /** What keeps a candidate from being the wanted one. */
  readonly differs: (candidate: T) => readonly string[];
  /** A candidate in one line. */
  readonly describe: (candidate: T) => string;
  /** When there is no candidate at all. */
  readonly none: { readonly saw: string; readonly differs: readonly string[]; readonly answer?: string | undefined };
}

/** Passes when one candidate has no difference; otherwise tells the differences of the one with the fewest. */
export function judgeClosest<T>({ candidates, differs, describe, none }: Candidates<T>): Finding {
  const judged = candidates
    .map((candidate) => ({ candidate, differs: differs(candidate) }))
    .toSorted((a, b) => a.differs.length - b.differs.length);
  const [best] = judged;
  if (!best) {
    const { saw, differs: lines, answer } = none;
    return { outcome: "fail", saw, differs: lines, ...(answer === undefined ? {} : { answer: trimAnswer(answer) }) };
  }
  return {
    outcome: best.differs.length === 0 ? "pass" : "fail",
    saw: describe(best.candidate),
    differs: best.differs,
    answer: trimAnswer(candidates.map(describe).join("\n")),
  };
}
