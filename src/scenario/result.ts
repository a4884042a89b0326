// Knows: what is reported of each step and of a whole run. Plain data: JSON as it stands.
// Refuses to know: how it looks (term/report/).

import { ExitCode } from "../base/errors.ts";
import type { Span } from "../base/span.ts";

export type Outcome = "pass" | "fail" | "error" | "skipped";

/** A step as it is announced, before it has run. */
export interface StepInfo {
  readonly number: number;
  readonly kind: "check" | "action";
  /** The key of the lab file: `ping`, `link`. */
  readonly what: string;
  readonly label: string;
  readonly stage?: string;
  readonly claims: readonly string[];
  readonly at: Span;
}

export interface StepResult extends StepInfo {
  readonly outcome: Outcome;
  /** What is there, in one line; for a skipped step, why. */
  readonly saw: string;
  /** What differs from what was wanted, one line each. */
  readonly differs: readonly string[];
  /** The last answer, trimmed. */
  readonly answer?: string;
  /** What may explain a failure, and what else is worth knowing, one line each. */
  readonly notes: readonly string[];
  /** The question or the action as commands a person can type, one per line. */
  readonly question: string;
  readonly hint?: string;
  /** Until it held, or until it was given up; for an action, how long it took. */
  readonly tookMs: number;
  /** How long it then held, when `for` asked for that. */
  readonly heldMs?: number;
  /** How many times it was asked. */
  readonly asked: number;
  readonly expect?: "pass" | "fail";
  readonly withinMs?: number;
  readonly forMs?: number;
}

export type Counts = Readonly<Record<Outcome, number>>;

export interface VariantInfo {
  readonly name: string;
  readonly summary?: string;
}

export interface RunResult {
  readonly lab: string;
  readonly file: string;
  /** Which of the file's variants, when it has some. */
  readonly variant?: VariantInfo;
  readonly steps: readonly StepResult[];
  readonly counts: Counts;
  readonly tookMs: number;
  /** true: stopped by the user before its end. */
  readonly interrupted: boolean;
  /** There when the lab could not be brought up on this machine; then every step is skipped. */
  readonly refusal?: Refusal;
}

/** What this machine lacks, one line each, and what mends it. */
export interface Refusal {
  readonly reason: string;
  readonly hint?: string;
}

export function countOutcomes(steps: readonly StepResult[]): Counts {
  const counts = { pass: 0, fail: 0, error: 0, skipped: 0 };
  for (const { outcome } of steps) counts[outcome] += 1;
  return counts;
}

/**
 * A failed test outweighs a question that could not be asked: the lab has given an answer. A lab file of which nothing
 * could be run here was not tested: that is no success.
 */
export function exitCodeOf(runs: readonly Pick<RunResult, "file" | "counts" | "interrupted" | "refusal">[]): ExitCode {
  if (runs.some(({ interrupted }) => interrupted)) return ExitCode.interrupted;
  if (runs.some(({ counts }) => counts.fail > 0)) return ExitCode.testFailed;
  if (runs.some(({ counts }) => counts.error > 0)) return ExitCode.commandFailed;
  const tested = new Set(runs.filter(({ refusal }) => refusal === undefined).map(({ file }) => file));
  return runs.every(({ file }) => tested.has(file)) ? ExitCode.ok : ExitCode.cannotHere;
}
