// Knows: what every action declares: its keys, what it does to the lab, how it words what it did.
// Refuses to know: when it is performed, and what the report looks like (run.ts, term/).

import type { ZodType } from "zod";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Lab, TestStep } from "../model/lab.ts";
import type { LabRuntime } from "../runtime/runtime.ts";

/** How an action went. `error`: it could not even be tried; `skipped`: this kernel cannot do it at all. */
export interface ActionOutcome {
  readonly outcome: "pass" | "fail" | "error" | "skipped";
  /** What happened, in one line: `exit 1, Cannot find device "eth7"`. */
  readonly saw: string;
  /** What the command printed; shown on failure. */
  readonly output?: string;
}

export interface ActionReadContext {
  readonly lab: Lab;
  readonly step: TestStep;
  readonly sink: DiagnosticSink;
}

export interface PerformContext {
  readonly lab: Lab;
  readonly runtime: LabRuntime;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, or when the run is stopped. For `pause` alone. */
  readonly pause: (ms: number) => Promise<void>;
}

/** One action. Each lives in scenario/actions/NAME.ts as its default export; nothing else names it. */
export interface Action<Written, Spec> {
  readonly name: string;
  readonly summary: string;
  readonly schema: ZodType<Written>;
  read(written: Written, context: ActionReadContext): Spec | undefined;
  /** The step's name when the lab file gives none: `take r1:eth1 down`. */
  label(spec: Spec): string;
  /** The same as commands a person could type, one per line. */
  command(spec: Spec, lab: Lab): string;
  perform(spec: Spec, context: PerformContext): Promise<ActionOutcome>;
}

export function defineAction<Written, Spec>(action: Action<Written, Spec>): Action<Written, Spec> {
  return action;
}

/** An action with its value read: what run.ts performs. */
export interface BoundAction {
  readonly name: string;
  readonly label: string;
  command(lab: Lab): string;
  perform(context: PerformContext): Promise<ActionOutcome>;
}

/** An action of any kind, as the registry holds it. */
export interface AnyAction {
  readonly name: string;
  readonly summary: string;
  readonly schema: ZodType;
  /** `written` must have gone through `schema`. */
  bind(written: unknown, context: ActionReadContext): BoundAction | undefined;
}

export function eraseAction<Written, Spec>(action: Action<Written, Spec>): AnyAction {
  return {
    name: action.name,
    summary: action.summary,
    schema: action.schema,
    bind(written, context) {
      const spec = action.read(written as Written, context);
      if (spec === undefined) return undefined;
      return {
        name: action.name,
        label: action.label(spec),
        command: (lab) => action.command(spec, lab),
        perform: (perform) => action.perform(spec, perform),
      };
    },
  };
}
