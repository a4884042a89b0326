// Knows: what every check declares: its keys, how it asks, how it judges, how it words what it saw.
// Refuses to know: how often it is asked and what the report looks like (scenario/).

import type { ZodType } from "zod";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Lab, TestStep } from "../model/lab.ts";
import type { Facts } from "../observe/facts.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import type { Target } from "./place.ts";

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
  /** What led there, for a reader who wonders: the ends of a transition with their times, the file of a capture. */
  readonly notes?: readonly string[];
  /** true: asking again cannot change this finding (a transition that went wrong). */
  readonly final?: boolean;
  /** Packets that nothing came back for, not even a refusal by the other side: the way they take may explain it. */
  readonly unreached?: readonly Sending[];
}

/** `device`: the interface or VRF they are sent from. */
export interface Sending {
  readonly from: string;
  readonly source: string | undefined;
  readonly device: string | undefined;
  readonly target: Target;
}

export interface AskContext {
  readonly lab: Lab;
  readonly facts: Facts;
  readonly runtime: LabRuntime;
  /** No single question takes longer than this; past it the finding is an error. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Keeps a file beyond the life of the lab and returns its path; absent: nothing is kept. */
  readonly keepFile?: (name: string, bytes: Uint8Array) => Promise<string>;
}

/** What a check may use while it reads its value. */
export interface ReadContext {
  readonly lab: Lab;
  readonly step: TestStep;
  readonly sink: DiagnosticSink;
  /** Reads a check written inside this one's value, at `path`; reports and returns undefined when it cannot. */
  readonly nested: (what: string, value: unknown, path: readonly (string | number)[]) => BoundCheck | undefined;
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
  /** The question as a command a person could type: `labctl exec coreos -- ip route show 1.1.1.1/32`. */
  question(spec: Spec, lab: Lab): string;
  ask(spec: Spec, context: AskContext): Promise<Finding>;
  /** It watches what happens during the step after it, so it is begun before that step (capture). */
  readonly watches?: true;
  /**
   * For a question with a memory (a transition, a capture): called once before the first ask; what it returns is asked
   * instead. Checks without it are asked afresh each time.
   */
  begin?(spec: Spec, context: BeginContext): Promise<Inquiry>;
  /** Asked once, when the check has failed for good: why it may be so, one line each. Never throws for want of an answer. */
  explain?(spec: Spec, context: AskContext, finding: Finding): Promise<readonly string[]>;
}

export type BeginContext = Omit<AskContext, "facts">;

/** A question under way. */
export interface Inquiry {
  ask(context: AskContext): Promise<Finding>;
  /** Ends what begin() started. `failed`: the step failed, so evidence is worth keeping; returns notes about it. */
  end(failed: boolean): Promise<readonly string[]>;
}

/** A check with its value read: what scenario/ runs, without type parameters. */
export interface BoundCheck {
  readonly name: string;
  readonly label: string;
  /** true: it watches what happens during the step after it, so it is begun before that step (capture). */
  readonly watches: boolean;
  question(lab: Lab): string;
  begin(context: BeginContext): Promise<Inquiry>;
  explain(context: AskContext, finding: Finding): Promise<readonly string[]>;
}

/** For the default export of a check's file: infers both type parameters. */
export function defineCheck<Written, Spec>(check: Check<Written, Spec>): Check<Written, Spec> {
  return check;
}

/** A check of any kind, as the registry holds it. */
export interface AnyCheck {
  readonly name: string;
  readonly summary: string;
  readonly schema: ZodType;
  readonly watches: boolean;
  /** `written` must have gone through `schema`. */
  bind(written: unknown, context: ReadContext): BoundCheck | undefined;
}

/** Hides the type parameters of a check behind the one place that pairs a value with its check. */
export function eraseCheck<Written, Spec>(check: Check<Written, Spec>): AnyCheck {
  const watches = check.watches ?? false;
  return {
    name: check.name,
    summary: check.summary,
    schema: check.schema,
    watches,
    bind(written, context) {
      const spec = check.read(written as Written, context);
      if (spec === undefined) return undefined;
      return {
        name: check.name,
        label: check.label(spec),
        watches,
        question: (lab) => check.question(spec, lab),
        begin: (begin) =>
          check.begin?.(spec, begin) ??
          Promise.resolve({ ask: (ask) => check.ask(spec, ask), end: () => Promise.resolve([]) }),
        explain: (ask, finding) => check.explain?.(spec, ask, finding) ?? Promise.resolve([]),
      };
    },
  };
}
