// Knows: what a run tells while it goes on. Plain data: the lines of `--json=lines`.
// Refuses to know: who listens.

import type { Outcome, Refusal, RunResult, StepInfo, StepResult, VariantInfo } from "./result.ts";

export type ScenarioEvent =
  | {
      readonly type: "run-started";
      readonly lab: string;
      readonly file: string;
      /** Which of the file's variants, when it has some. */
      readonly variant?: VariantInfo;
      readonly steps: readonly StepInfo[];
    }
  /** This machine cannot bring the lab up: every step is skipped. */
  | { readonly type: "run-refused"; readonly lab: string; readonly refusal: Refusal }
  /** Comes before the first result under that heading. */
  | { readonly type: "stage-started"; readonly lab: string; readonly stage: string }
  | { readonly type: "step-started"; readonly lab: string; readonly number: number }
  /** What a waiting check sees has changed. */
  | {
      readonly type: "step-progress";
      readonly lab: string;
      readonly number: number;
      readonly outcome: Outcome;
      readonly saw: string;
      readonly elapsedMs: number;
    }
  /** In the order of the lab file: a result waits for those before it. */
  | { readonly type: "step-ended"; readonly lab: string; readonly result: StepResult }
  | { readonly type: "run-ended"; readonly lab: string; readonly result: Omit<RunResult, "steps"> };

export type Emit = (event: ScenarioEvent) => void;
