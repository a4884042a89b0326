// Knows: which steps hold for the lab's version of FRR, and what is said of the others.
// Refuses to know: how the version is found out (app/test-one.ts).

import { keepsBound } from "../model/version-bound.ts";
import type { Step } from "./step.ts";

export function byFrrVersion(
  steps: readonly Step[],
  version: string | undefined,
): { readonly held: readonly Step[]; readonly others: readonly { readonly step: Step; readonly reason: string }[] } {
  if (version === undefined) return { held: steps, others: [] };
  const isOther = ({ frrVersion }: Step): boolean => frrVersion !== undefined && !keepsBound(version, frrVersion);
  return {
    held: steps.filter((step) => !isOther(step)),
    others: steps
      .filter(isOther)
      .map((step) => ({ step, reason: `it is for FRR ${step.frrVersion?.text}, here is ${version}` })),
  };
}
