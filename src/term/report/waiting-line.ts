// Knows: the line at the bottom of a terminal that says what a run is waiting for.
// Refuses to know: when it must be gone (whoever writes above it clears it first).

import type { ScenarioEvent } from "../../scenario/events.ts";
import { printable } from "../printable.ts";
import type { Style } from "../style.ts";
import { cut } from "../width.ts";

export interface WaitingLine {
  /** What to write so that the line is gone. */
  clear(): string;
  /** What to write so that it stands there again, with what this event tells. */
  draw(event: ScenarioEvent, style: Style): string;
}

/** To the first column, and erase to the end of the line (ECMA-48 EL). */
export const eraseLine = "\r\u001B[K";

export function createWaitingLine(columns: number): WaitingLine {
  let labels = new Map<number, string>();
  const seen = new Map<number, string>();
  let isDrawn = false;

  const note = (event: ScenarioEvent): void => {
    if (event.type === "run-started") labels = new Map(event.steps.map(({ number, label }) => [number, label]));
    if (event.type === "step-started") seen.set(event.number, "");
    if (event.type === "step-progress") seen.set(event.number, printable(event.saw));
    if (event.type === "step-ended") seen.delete(event.result.number);
    if (event.type === "run-ended") seen.clear();
  };

  return {
    clear() {
      if (!isDrawn) return "";
      isDrawn = false;
      return eraseLine;
    },
    draw(event, style) {
      note(event);
      // A step that has not been asked twice is not worth a line: it may be over before it is read.
      const [first] = [...seen].filter(([, saw]) => saw !== "").toSorted(([a], [b]) => a - b);
      if (!first) return "";
      const [number, saw] = first;
      const others = seen.size > 1 ? `, and ${seen.size - 1} more` : "";
      isDrawn = true;
      // A line that wraps could not be cleared.
      const line = `… ${labels.get(number) ?? ""}: ${saw}${others}`.replaceAll(/\s+/g, " ").trimEnd();
      return style("dim", `  ${cut(line, columns - 3)}`);
    },
  };
}
