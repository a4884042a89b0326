// Knows: how a run is told that could not begin: announced, refused with the reason, every step skipped.
// Refuses to know: what the machine lacks.

import type { Lab } from "../model/lab.ts";
import type { Emit } from "./events.ts";
import { createOrderedResults, runOf } from "./ordered-results.ts";
import { countOutcomes, type Refusal, type RunResult } from "./result.ts";
import { isSelected, type Selection } from "./select.ts";
import type { Step } from "./step.ts";

export function refuseScenario(
  {
    lab,
    steps,
    select,
  }: { readonly lab: Lab; readonly steps: readonly Step[]; readonly select?: Selection | undefined },
  refusal: Refusal,
  emit: Emit,
): RunResult {
  const chosen = steps.filter((step) => isSelected(step, select));
  const results = createOrderedResults(lab, chosen, emit);
  emit({ type: "run-refused", lab: lab.name, refusal });
  results.skipRest(`cannot run here: ${refusal.reason.split("\n")[0]}`);
  const all = results.all();
  const result = { ...runOf(lab), counts: countOutcomes(all), tookMs: 0, interrupted: false, refusal };
  emit({ type: "run-ended", lab: lab.name, result });
  return { ...result, steps: all };
}
