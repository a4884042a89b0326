// Knows: the order of a scenario: checks side by side, actions as barriers, stops, and results in the order written.
// Refuses to know: how a check is judged (check-run.ts) and what the report looks like (term/report/).

import { setMaxListeners } from "node:events";
import { createChangeWatch } from "./change-watch.ts";
import { createOrderedResults, runOf } from "./ordered-results.ts";
import { countOutcomes, type RunResult } from "./result.ts";
import { byFrrVersion } from "./frr-version.ts";
import { runSegment, type ScenarioOptions } from "./run-segment.ts";
import { segmentsOf } from "./segments.ts";
import { isSelected } from "./select.ts";
import { runStepByStep } from "./step-by-step.ts";

/** Runs the steps and reports each in order. Throws only for bugs: a lab that goes away meanwhile is an outcome. */
export async function runScenario(options: ScenarioOptions): Promise<RunResult> {
  const { lab, emit, signal, steps } = options;
  const chosen = steps.filter((step) => isSelected(step, options.select));
  // Every command under way listens; many at a time is what a run is about, not a leak.
  setMaxListeners(0, signal);
  const startedAt = performance.now();
  const results = createOrderedResults(lab, chosen, emit, options.stopAtFailure);
  let { gate } = options;
  const changes = createChangeWatch(options.runtime);
  const inner = { ...options, changes };
  try {
    const { held, others } = byFrrVersion(chosen, options.frrVersion);
    for (const { step, reason } of others) results.skip(step, reason);
    for (const segment of segmentsOf(held)) {
      if (signal.aborted) results.skipRest("stopped");
      const stop = results.stoppedBy();
      if (stop !== undefined) results.skipRest(stop.reason);
      if (results.complete()) break;
      if (!gate) await runSegment(segment, inner, results);
      else if ((await runStepByStep(segment, gate, inner, results)) === "continue") gate = undefined;
    }
  } finally {
    changes.end();
  }
  if (signal.aborted) results.skipRest("stopped");
  // Checks of the last segment that a required one has stopped.
  const stop = results.stoppedBy();
  if (stop !== undefined) results.skipRest(stop.reason);
  const all = results.all();
  const summary = {
    ...runOf(lab),
    counts: countOutcomes(all),
    tookMs: performance.now() - startedAt,
    interrupted: signal.aborted,
  };
  emit({ type: "run-ended", lab: lab.name, result: summary });
  return { ...summary, steps: all };
}
