// Knows: how a segment is run one step after the other, each when the gate lets it through.
// Refuses to know: who stands at the gate.

import { previewOf, type Gate, type GateAnswer } from "./gate.ts";
import type { OrderedResults } from "./ordered-results.ts";
import { pollChecks } from "./poll.ts";
import { beginWatchers, perform, pollOptions, runSegment, type Begun, type SegmentOptions } from "./run-segment.ts";
import type { Segment } from "./segments.ts";
import type { Step } from "./step.ts";

/** Its answer "continue" or "quit" holds for what is left of the run. */
export async function runStepByStep(
  segment: Segment,
  gate: Gate,
  options: SegmentOptions,
  results: OrderedResults,
): Promise<GateAnswer> {
  const poll = pollOptions(options, segment, results);
  const { watchers, checks, action } = segment;
  const begun: Begun = new Map();
  let answer: GateAnswer = "go";
  for (const step of [...watchers, ...(action ? [action] : []), ...checks]) {
    if (results.stoppedBy() || options.signal.aborted) break;
    answer = await gate(previewOf(step, options.lab, options.steps.at(-1)?.number ?? 0));
    if (answer === "continue") {
      const isLeft = (each: Step): boolean => each.number >= step.number;
      const rest = { watchers: watchers.filter(isLeft), checks: checks.filter(isLeft), action };
      await runSegment(rest, options, results, begun);
      return answer;
    }
    if (answer === "quit") break;
    if (answer === "skip") results.skip(step, "left out by hand");
    else if (step.kind === "action") await perform(step, options, results);
    else if (step.check.watches) for (const entry of await beginWatchers([step], poll, results)) begun.set(...entry);
    else await pollChecks([step], poll, new Map(), () => false);
    results.tellNow(step);
  }
  await pollChecks([...begun.keys()], poll, begun, () => false);
  if (answer === "quit") results.skipRest("ended by hand before it");
  return answer;
}
