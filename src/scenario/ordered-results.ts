// Knows: the results of a run so far, and how to tell them in the order of the lab file.
// Refuses to know: how they come about.

import type { Lab } from "../model/lab.ts";
import type { ActionOutcome } from "./action.ts";
import type { Verdict } from "./check-run.ts";
import type { Emit } from "./events.ts";
import type { RunResult, StepInfo, StepResult } from "./result.ts";
import type { ActionStep, CheckStep, Step } from "./step.ts";

export interface OrderedResults {
  endCheck(step: Extract<Step, CheckStep>, verdict: Verdict, asked: number): void;
  endAction(step: Extract<Step, ActionStep>, done: ActionOutcome, tookMs: number): void;
  /** Why nothing after a step should run, if so: it was required, or an action, and failed. */
  stoppedBy(): { readonly reason: string; readonly after: number } | undefined;
  skip(step: Step, reason: string): void;
  /** Tells a result at once, before those of the steps before it that have none yet. */
  tellNow(step: Step): void;
  /** Every step without a result is skipped. */
  skipRest(reason: string): void;
  complete(): boolean;
  all(): readonly StepResult[];
}

/** `stopAtFailure`: every step counts as required. */
export function createOrderedResults(
  lab: Lab,
  steps: readonly Step[],
  emit: Emit,
  stopAtFailure = false,
): OrderedResults {
  const results = new Map<number, StepResult>();
  let told = 0;
  let stage: string | undefined;
  let stopped: { readonly reason: string; readonly after: number; readonly required: boolean } | undefined;
  emit({ type: "run-started", ...runOf(lab), steps: steps.map(infoOf) });

  const early = new Set<Step>();

  const tellOne = (step: Step, result: StepResult): void => {
    if (step.stage !== undefined && step.stage !== stage)
      emit({ type: "stage-started", lab: lab.name, stage: step.stage });
    stage = step.stage;
    emit({ type: "step-ended", lab: lab.name, result });
  };
  const tell = (): void => {
    for (let step = steps[told]; step && results.has(step.number); step = steps[++told]) {
      if (early.has(step)) continue;
      // What stands after a required step counts only if that one passed, also when it was asked at the same time.
      if (stopped?.required === true && step.number > stopped.after)
        results.set(step.number, skipped(step, stopped.reason));
      tellOne(step, results.get(step.number) as StepResult);
    }
  };
  const end = (step: Step, result: Omit<StepResult, keyof StepInfo>): void => {
    if (results.has(step.number)) return;
    results.set(step.number, { ...infoOf(step), ...result });
    const failed = result.outcome === "fail" || result.outcome === "error";
    if (failed && (step.kind === "action" || step.required || stopAtFailure)) {
      const what = step.kind === "action" ? "did not work" : step.required ? "is required" : "failed";
      const required = step.kind === "action" || step.required;
      const reason = `step ${step.number} ${what}: ${step.label}`;
      if (stopped === undefined || step.number < stopped.after) stopped = { reason, after: step.number, required };
    }
    if (result.outcome === "skipped" && step.kind === "action" && result.asked > 0) {
      const reason = `step ${step.number} cannot be done here: ${step.label}`;
      stopped ??= { reason, after: step.number, required: true };
    }
    tell();
  };
  const hintOf = (step: Step): Pick<StepResult, "hint"> => (step.hint === undefined ? {} : { hint: step.hint });

  const skipped = (step: Step, reason: string): StepResult => {
    const question = step.kind === "check" ? step.check.question(lab) : step.action.command(lab);
    const outcome = "skipped";
    return { ...infoOf(step), outcome, saw: reason, differs: [], notes: [], question, tookMs: 0, asked: 0 };
  };
  const skip = (step: Step, reason: string): void => end(step, skipped(step, reason));

  return {
    endCheck(step, verdict, asked) {
      const { expect, withinMs, forMs } = step;
      const { answer, heldMs, ...rest } = verdict;
      end(step, {
        ...rest,
        ...(answer === undefined ? {} : { answer }),
        ...(heldMs === undefined ? {} : { heldMs }),
        ...hintOf(step),
        question: step.check.question(lab),
        asked,
        expect,
        withinMs,
        forMs,
      });
    },
    endAction(step, { outcome, saw, output }, tookMs) {
      end(step, {
        outcome,
        saw,
        differs: [],
        notes: [],
        ...(output === undefined ? {} : { answer: output }),
        ...hintOf(step),
        question: step.action.command(lab),
        tookMs,
        asked: 1,
      });
    },
    stoppedBy: () => stopped,
    skip,
    tellNow(step) {
      const result = results.get(step.number);
      if (!result || early.has(step) || steps.indexOf(step) < told) return;
      early.add(step);
      tellOne(step, result);
    },
    skipRest: (reason) => steps.forEach((step) => skip(step, reason)),
    complete: () => results.size === steps.length,
    all: () => steps.flatMap((step) => results.get(step.number) ?? []),
  };
}

/** What a run says of its lab. */
export function runOf({ name, file, variant }: Lab): Pick<RunResult, "lab" | "file" | "variant"> {
  if (!variant) return { lab: name, file };
  const { name: which, summary } = variant;
  return { lab: name, file, variant: { name: which, ...(summary === undefined ? {} : { summary }) } };
}

export function infoOf(step: Step): StepInfo {
  const { number, kind, what, label, stage, claims, at } = step;
  return { number, kind, what, label, claims, at, ...(stage === undefined ? {} : { stage }) };
}
