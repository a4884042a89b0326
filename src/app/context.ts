// Knows: what every use case is given: where state is kept, who listens, how it is interrupted.
// Refuses to know: the command line and the terminal.

import type { Diagnostic } from "../base/diagnostics.ts";
import type { Store } from "../state/store.ts";

/** What a use case tells while it works. Results are returned, never emitted. */
export type AppEvent =
  | {
      readonly type: "stage";
      readonly lab: string;
      readonly stage: string;
      readonly title: string;
      readonly steps: number;
    }
  | { readonly type: "stage-done"; readonly lab: string; readonly stage: string; readonly tookMs: number }
  | { readonly type: "warning"; readonly diagnostic: Diagnostic }
  | { readonly type: "note"; readonly text: string };

export interface AppContext {
  readonly store: Store;
  readonly emit: (event: AppEvent) => void;
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  /** The agent's bundle, an absolute path. */
  readonly agentFile: string;
}
