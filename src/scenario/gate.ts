// Knows: what stands at the gate before a step: what is told of it, and what may be answered.
// Refuses to know: who answers, and how it is asked.

import type { Lab } from "../model/lab.ts";
import { infoOf } from "./ordered-results.ts";
import type { StepInfo } from "./result.ts";
import type { Step } from "./step.ts";

/** A step before it is taken. */
export interface StepPreview extends StepInfo {
  /** The number of the last step. */
  readonly of: number;
  /** What the step says of itself, when the lab file gives it another name. */
  readonly about?: string;
  /** The question or the action as commands a person can type, one per line. */
  readonly question: string;
  /** true: it watches what the steps after it do, and has its result after them. */
  readonly watches: boolean;
  readonly expect?: "pass" | "fail";
  readonly withinMs?: number;
  readonly forMs?: number;
}

/** Take it; leave it out; take all that are left without stopping; end here. */
export type GateAnswer = "go" | "skip" | "continue" | "quit";

export type Gate = (preview: StepPreview) => Promise<GateAnswer>;

export function previewOf(step: Step, lab: Lab, of: number): StepPreview {
  const info = { ...infoOf(step), of };
  const own = step.kind === "check" ? step.check.label : step.action.label;
  const about = step.label.endsWith(own) ? {} : { about: own };
  if (step.kind === "action") return { ...info, ...about, question: step.action.command(lab), watches: false };
  const { check, expect, withinMs, forMs } = step;
  return { ...info, ...about, question: check.question(lab), watches: check.watches, expect, withinMs, forMs };
}
