// Knows: the report as one JSON document, and as one line per event.
// Refuses to know: where the text goes.

import type { ScenarioEvent } from "../../scenario/events.ts";
import { countOutcomes, type RunResult, type StepResult } from "../../scenario/result.ts";
import type { Reporter, Write } from "./reporter.ts";

/** Raised when a field changes its meaning or goes away; new fields may come at any time. */
export const reportVersion = 1;

/**
 * One document at the end: `{ version, labs: [{ lab, file, counts, tookMs, interrupted, steps: [StepResult] }], counts }`.
 * Times are in milliseconds.
 */
export function createJsonReporter(write: Write): Reporter {
  const labs: RunResult[] = [];
  // Labs tested side by side send their events interleaved.
  const steps = new Map<string, StepResult[]>();
  return {
    take(event) {
      if (event.type === "run-started") steps.set(event.lab, []);
      if (event.type === "step-ended") steps.get(event.lab)?.push(event.result);
      if (event.type === "run-ended") labs.push({ ...event.result, steps: steps.get(event.lab) ?? [] });
    },
    end() {
      const counts = countOutcomes(labs.flatMap((lab) => lab.steps));
      write(`${JSON.stringify({ version: reportVersion, counts, labs: labs.map(rounded) }, undefined, 2)}\n`);
    },
  };
}

/** One event per line, as it happens; each line carries `version`. */
export function createJsonLinesReporter(write: Write): Reporter {
  return {
    take: (event: ScenarioEvent) => write(`${JSON.stringify(rounded({ version: reportVersion, ...event }))}\n`),
    end: () => {},
  };
}

/** Microseconds are noise: times are rounded to a tenth of a millisecond, at any depth. */
function rounded<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      typeof inner === "number" && key.endsWith("Ms") ? Math.round(inner * 10) / 10 : inner,
    ),
  ) as T;
}
