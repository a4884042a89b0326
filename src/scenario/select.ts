// Knows: which steps a person picked: by number, by a part of the name, by stage.
// Refuses to know: what the steps do.

import { didYouMean } from "../base/suggest.ts";
import { UsageError } from "../base/errors.ts";
import type { Step } from "./step.ts";

export interface Selection {
  /** Numbers (`3`, `2-5`) or parts of names; a step that fits one of them runs. */
  readonly only?: readonly string[];
  readonly stage?: string;
}

export function isSelected(step: Step, selection: Selection | undefined): boolean {
  if (selection?.stage !== undefined && step.stage !== selection.stage) return false;
  return (
    selection?.only === undefined || selection.only.length === 0 || selection.only.some((wish) => fits(step, wish))
  );
}

function fits(step: Step, wish: string): boolean {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(wish) ?? [];
  if (first !== undefined) return step.number >= Number(first) && step.number <= Number(last ?? first);
  return step.label.toLowerCase().includes(wish.toLowerCase()) || step.claims.includes(wish);
}

/** Of the labs of a file, those that have a step that was picked. Throws UsageError when none has, or a wish fits no step. */
export function labsPicked<L extends { readonly steps: readonly Step[] }>(
  labs: readonly L[],
  selection: Selection | undefined,
): readonly L[] {
  if (selection === undefined) return labs;
  const picked = labs.filter(({ steps }) => steps.some((step) => isSelected(step, selection)));
  if (picked.length === 0 || labs.length === 1) for (const { steps } of labs) checkSelection(steps, selection);
  return picked;
}

/** A test run that tests nothing must not look like a success. */
function checkSelection(steps: readonly Step[], selection: Selection): void {
  for (const wish of selection.only ?? []) {
    if (steps.some((step) => fits(step, wish))) continue;
    const names = steps.map(({ label }) => label);
    throw new UsageError(
      `no step fits "${wish}"${didYouMean(wish, names)}`,
      "`labctl test --list` shows the steps with their numbers",
    );
  }
  const stages = [...new Set(steps.flatMap(({ stage }) => stage ?? []))];
  if (selection.stage !== undefined && !stages.includes(selection.stage)) {
    const known = stages.length === 0 ? "this lab has no stages" : `the stages are: ${stages.join(", ")}`;
    throw new UsageError(`no stage is called "${selection.stage}"${didYouMean(selection.stage, stages)}`, known);
  }
  if (!steps.some((step) => isSelected(step, selection))) {
    throw new UsageError(
      "no step fits both --only and --stage",
      "`labctl test --list` shows the steps with their stages",
    );
  }
}
