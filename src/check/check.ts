// Knows: what every check declares: its keys, how it asks, how it judges, how it words what it saw.
// Refuses to know: how often it is asked and what the report looks like (scenario/).

import type { ZodType } from "zod";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Lab, TestStep } from "../model/lab.ts";
import type { Facts } from "../observe/facts.ts";
import type { LabRuntime } from "../runtime/runtime.ts";

/** What a check found when it asked once. */
export interface Finding {
  /** `error`: could not ask; never counts as a pass, not even with `expect: fail`. */
  readonly outcome: "pass" | "fail" | "error";
  /** What is there, in one line: `Active, 0 prefixes received`. Shown on pass and on failure. */
  readonly saw: string;
  /** What differs from what the step wants, one line each: `state: wanted Established, got Active`. Empty on a pass. */
  readonly differs: readonly string[];
  /** The last answer, trimmed to what matters; shown on failure only. */
  readonly answer?: string;
}

export interface AskContext {
  readonly lab: Lab;
  readonly facts: Facts;
  readonly runtime: LabRuntime;
  /** No single question takes longer than this; past it the finding is an error. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A step with its check found and its value read; `spec` is what ask() takes. */
export interface ReadContext {
  readonly lab: Lab;
  readonly step: TestStep;
  readonly sink: DiagnosticSink;
}

/**
 * One check. `Written` is the value as the lab file gives it (after the schema), `Spec` the same with every node,
 * address and prefix resolved. Each lives in check/checks/NAME.ts as its default export; nothing else names it.
 */
export interface Check<Written, Spec> {
  /** The key in the lab file. */
  readonly name: string;
  /** One sentence for the reference page. */
  readonly summary: string;
  /** Its keys, each with `.describe()`: the JSON Schema and the reference page come from here. */
  readonly schema: ZodType<Written>;
  /** Resolves names and addresses; reports to `sink` (with step.spanOf) and returns undefined when it cannot. */
  read(written: Written, context: ReadContext): Spec | undefined;
  /** The step's name when the lab file gives none: `coreos has 1.1.1.1/32 via bgp dev ens3`. */
  label(spec: Spec): string;
  /** The question as a command a person could type: `labctl exec coreos ip route show 1.1.1.1/32`. */
  question(spec: Spec, lab: Lab): string;
  ask(spec: Spec, context: AskContext): Promise<Finding>;
}

/** For the default export of a check's file: infers both type parameters. */
export function defineCheck<Written, Spec>(check: Check<Written, Spec>): Check<Written, Spec> {
  return check;
}
