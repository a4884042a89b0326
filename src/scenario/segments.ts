// Knows: which steps of a run go together: checks side by side, actions alone, watchers before what they watch.
// Refuses to know: how they are run.

import type { CheckOf } from "./poll.ts";
import type { ActionStep, Step } from "./step.ts";

/** Steps that run together. Watchers are begun before the rest of their segment and asked after it. */
export interface Segment {
  readonly watchers: readonly CheckOf[];
  readonly checks: readonly CheckOf[];
  readonly action: Extract<Step, ActionStep> | undefined;
}

export function segmentsOf(steps: readonly Step[]): Segment[] {
  const segments: Segment[] = [];
  let watchers: CheckOf[] = [];
  let checks: CheckOf[] = [];
  const close = (action?: Extract<Step, ActionStep>): void => {
    if (watchers.length + checks.length > 0 || action) segments.push({ watchers, checks, action });
    [watchers, checks] = [[], []];
  };
  for (const step of steps) {
    if (step.kind === "action") {
      // Checks before an action end before it begins; watchers right before it watch it.
      if (checks.length > 0) close();
      close(step);
    } else if (step.check.watches) {
      if (checks.length > 0) close();
      watchers.push(step);
    } else {
      checks.push(step);
    }
  }
  close();
  return segments;
}
