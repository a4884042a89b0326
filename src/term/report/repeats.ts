// Knows: how often each step passed when a lab was tested several times.
// Refuses to know: a single run (pretty.ts).

import type { ScenarioEvent } from "../../scenario/events.ts";
import type { StepResult } from "../../scenario/result.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { formatMs } from "./time.ts";

export interface Repeats {
  take(event: ScenarioEvent): void;
  /** Empty when no lab was tested twice. */
  render(style: Style): string;
}

interface Tally {
  runs: number;
  readonly steps: Map<number, StepResult[]>;
}

export function createRepeats(): Repeats {
  const labs = new Map<string, Tally>();
  return {
    take(event) {
      if (event.type !== "run-started" && event.type !== "step-ended") return;
      const tally = labs.get(event.lab) ?? { runs: 0, steps: new Map<number, StepResult[]>() };
      labs.set(event.lab, tally);
      if (event.type === "run-started") tally.runs += 1;
      else tally.steps.set(event.result.number, [...(tally.steps.get(event.result.number) ?? []), event.result]);
    },
    render: (style) =>
      [...labs]
        .filter(([, { runs }]) => runs > 1)
        .map(([lab, tally]) => renderLab(lab, tally, style))
        .join(""),
  };
}

function renderLab(lab: string, { runs, steps }: Tally, style: Style): string {
  const rows = [...steps.values()].map((results) => {
    const passed = results.filter(({ outcome }) => outcome === "pass").length;
    const counted = results.filter(({ outcome }) => outcome !== "skipped").length;
    const role = passed === counted ? "good" : passed === 0 ? "bad" : "warn";
    const times = results.filter(({ outcome }) => outcome === "pass").map(({ tookMs }) => tookMs);
    return [style(role, `${passed} of ${counted}`), ...spread(times), results[0]?.label ?? ""];
  });
  // Steps last: a long name pushes nothing off the page.
  const table = renderTable(rows, { style, head: ["passed", "median", "longest", "step"], right: [1, 2], indent: 2 });
  return `\n${style("strong", lab)} ${runs} times\n\n${table}`;
}

/** Median and maximum. */
function spread(times: readonly number[]): [string, string] {
  const sorted = times.toSorted((a, b) => a - b);
  const [median, longest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return [median === undefined ? "" : formatMs(median), longest === undefined ? "" : formatMs(longest)];
}
