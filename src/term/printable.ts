// Knows: how text that a program in a lab has printed is shown: without what would move the cursor or colour the rest.
// Refuses to know: who printed it.

import { stripVTControlCharacters } from "node:util";
import type { StepResult } from "../scenario/result.ts";

/** Tabs and line ends stay. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}

/** The parts of a result that quote answers. */
export function printableResult(result: StepResult): StepResult {
  const { saw, differs, notes, answer } = result;
  return {
    ...result,
    saw: printable(saw),
    differs: differs.map(printable),
    notes: notes.map(printable),
    ...(answer === undefined ? {} : { answer: printable(answer) }),
  };
}
