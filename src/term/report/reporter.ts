// Knows: what every reporter is: it takes events and gives text.
// Refuses to know: where the text goes.

import type { ScenarioEvent } from "../../scenario/events.ts";

export interface Reporter {
  take(event: ScenarioEvent): void;
  /** After the last run: what belongs at the very end (a file's closing line, a grand total). */
  end(): void;
}

export type Write = (text: string) => void;
