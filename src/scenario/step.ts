// Knows: a step of a scenario that has been read: what it is, and how long it may take.
// Refuses to know: how it was written (read.ts) and how it goes (run.ts).

import type { Span } from "../base/span.ts";
import type { BoundCheck } from "../check/check.ts";
import type { VersionBound } from "../model/version-bound.ts";
import type { BoundAction } from "./action.ts";

export type Step = StepCommon & (CheckStep | ActionStep);

export interface StepCommon {
  /** Its number in the lab file, from 1. */
  readonly number: number;
  /** The key that says what it is: `ping`, `link`. */
  readonly what: string;
  /** What the report calls it. */
  readonly label: string;
  /** The heading it stands under: its own, or that of a step before it. */
  readonly stage: string | undefined;
  readonly hint: string | undefined;
  readonly required: boolean;
  readonly claims: readonly string[];
  /** With another version of FRR it is skipped. */
  readonly frrVersion: VersionBound | undefined;
  readonly at: Span;
}

export interface CheckStep {
  readonly kind: "check";
  readonly check: BoundCheck;
  readonly expect: "pass" | "fail";
  readonly withinMs: number;
  readonly forMs: number;
}

export interface ActionStep {
  readonly kind: "action";
  readonly action: BoundAction;
}
