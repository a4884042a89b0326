// Knows: how the entries of `tests:` become steps: which check or action each names, and whether its value is right.
// Refuses to know: how the file was parsed (topology/) and how steps are run (run.ts).

import type { DiagnosticSink } from "../base/diagnostics.ts";
import { didYouMean } from "../base/suggest.ts";
import type { BoundCheck, ReadContext } from "../check/check.ts";
import { checks } from "../check/registry.ts";
import type { Lab, TestStep } from "../model/lab.ts";
import { actions } from "./action-registry.ts";
import { warnLuckyNegatives } from "./lucky-negative.ts";
import { validate } from "./schema-issues.ts";
import type { Step } from "./step.ts";

/** The key of every check and action there is. */
export const stepNames: readonly string[] = [...checks, ...actions].map(({ name }) => name).toSorted();

/** The last phase of loading. Every mistake goes to `sink`; steps with one are left out. */
export function readSteps(lab: Lab, sink: DiagnosticSink): readonly Step[] {
  const steps: Step[] = [];
  for (const written of lab.tests) {
    const step = readStep(written, { lab, sink });
    if (step) steps.push(step);
  }
  warnLuckyNegatives(steps, sink);
  return steps;
}

interface Place {
  readonly lab: Lab;
  readonly sink: DiagnosticSink;
}

function readStep(step: TestStep, { lab, sink }: Place): Step | undefined {
  const { number, what, stage, hint, required, claims, frrVersion, at } = step;
  const common = { number, what, stage, hint, required, claims, frrVersion, at };
  const action = actions.find(({ name }) => name === what);
  if (action) {
    const valid = validate({ step, base: [], value: step.value, schema: action.schema, sink });
    const bound = valid && action.bind(valid.value, { lab, step, sink });
    if (!bound || !refuseCheckKeys(step, sink)) return undefined;
    return { ...common, kind: "action", action: bound, label: step.name ?? bound.label };
  }
  const bound = bindCheck(what, step.value, [], { lab, step, sink });
  if (!bound) return undefined;
  const { expect, withinMs, forMs } = step;
  const label = step.name ?? (expect === "fail" ? `not: ${bound.label}` : bound.label);
  return { ...common, kind: "check", check: bound, label, expect, withinMs, forMs };
}

type Path = readonly (string | number)[];

/** Reads a check whose value stands at `base` in the step's value. */
function bindCheck(
  what: string,
  value: unknown,
  base: Path,
  context: Omit<ReadContext, "nested">,
): BoundCheck | undefined {
  const { step, sink } = context;
  const check = checks.find(({ name }) => name === what);
  if (!check) {
    const known = base.length === 0 ? stepNames : checks.map(({ name }) => name);
    const kind = base.length === 0 ? "check or action" : "check";
    sink.error("tests/unknown-step", step.spanOf(base), `no ${kind} is called "${what}"${didYouMean(what, known)}`, {
      hint: `there are: ${known.join(", ")}`,
    });
    return undefined;
  }
  const spanOf: TestStep["spanOf"] = (path) => step.spanOf([...base, ...path]);
  const keySpanOf: TestStep["keySpanOf"] = (path) => step.keySpanOf([...base, ...path]);
  const inside: TestStep = { ...step, what, value, spanOf, keySpanOf };
  const valid = validate({ step: inside, base: [], value, schema: check.schema, sink });
  if (!valid) return undefined;
  return check.bind(valid.value, {
    ...context,
    step: inside,
    nested: (name, inner, path) => bindCheck(name, inner, path, { ...context, step: inside }),
  });
}

/** An action is done once and must succeed: the keys about waiting and expecting mean nothing there. */
function refuseCheckKeys(step: TestStep, sink: DiagnosticSink): boolean {
  if (step.expect === "pass" && step.forMs === 0) return true;
  const key = step.expect === "fail" ? "expect" : "for";
  sink.error("tests/action-key", step.at, `"${key}" is for checks, and "${step.what}" is an action`, {
    hint: "to see a command fail, use the check `exec` with `exit:`",
  });
  return false;
}
