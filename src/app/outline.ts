// Knows: what the tests of a lab would ask and do, step by step, as data.
// Refuses to know: how a step is run (scenario/) and how the list looks.

import type { Lab } from "../model/lab.ts";
import { infoOf } from "../scenario/ordered-results.ts";
import type { StepInfo } from "../scenario/result.ts";
import { isSelected, labsPicked, type Selection } from "../scenario/select.ts";
import type { Step } from "../scenario/step.ts";

export interface StepOutline extends StepInfo {
  /** The question or the action as commands a person can type, one per line. */
  readonly question: string;
  readonly hint?: string;
  /** Of a check: whether it must hold. */
  readonly expect?: "pass" | "fail";
}

/** The labs of a file, each with the steps that were picked. Throws UsageError when there are none. */
export function outlinesOf(
  labs: readonly { readonly lab: Lab; readonly steps: readonly Step[] }[],
  selection: Selection | undefined,
): readonly { readonly lab: Lab; readonly steps: readonly StepOutline[] }[] {
  return labsPicked(labs, selection).map(({ lab, steps }) => ({
    lab,
    steps: outlineOf(
      lab,
      steps.filter((step) => isSelected(step, selection)),
    ),
  }));
}

export function outlineOf(lab: Lab, steps: readonly Step[]): readonly StepOutline[] {
  return steps.map((step) => ({
    ...infoOf(step),
    question: step.kind === "check" ? step.check.question(lab) : step.action.command(lab),
    ...(step.hint === undefined ? {} : { hint: step.hint }),
    ...(step.kind === "check" ? { expect: step.expect } : {}),
  }));
}
