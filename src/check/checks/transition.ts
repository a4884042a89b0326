// Knows: another check that must go through given outcomes, one after the other.
// Refuses to know: what that check asks.

import { z } from "zod";
import { defineCheck, type AskContext, type BoundCheck, type Finding, type Inquiry } from "../check.ts";
import { wantedGot } from "../keys.ts";

/** Words for "it holds" and "it does not", so that a sequence reads well whatever is asked. */
const holds = ["present", "up", "pass", "yes"] as const;
const doesNot = ["absent", "down", "fail", "no"] as const;

const schema = z.strictObject({
  check: z.record(z.string(), z.unknown()).describe("The check, as it would stand for itself: route: { … }"),
  sequence: z
    .array(z.enum([...holds, ...doesNot]))
    .min(2)
    .describe("What it must be, in this order: present (up, pass, yes) or absent (down, fail, no)"),
});

interface Spec {
  readonly inner: BoundCheck;
  readonly sequence: readonly string[];
}

export default defineCheck({
  name: "transition",
  summary: "A check goes through given outcomes in order, as in: absent, then present",
  schema,
  read(written, context): Spec | undefined {
    const [first, ...rest] = Object.keys(written.check);
    if (first === undefined || rest.length > 0) {
      const message =
        first === undefined ? "there is no check" : `one check, not several: ${[first, ...rest].join(", ")}`;
      context.sink.error("tests/transition", context.step.spanOf(["check"]), message, {
        hint: "check: { route: { … } }",
      });
      return undefined;
    }
    const same = written.sequence.findIndex(
      (word, i) => i > 0 && wantedOf(word) === wantedOf(written.sequence[i - 1] ?? ""),
    );
    if (same > 0) {
      const message = `"${written.sequence[same]}" after "${written.sequence[same - 1]}" is no change`;
      context.sink.error("tests/transition", context.step.spanOf(["sequence", same]), message);
      return undefined;
    }
    const inner = context.nested(first, written.check[first], ["check", first]);
    return inner && { inner, sequence: written.sequence };
  },
  label: ({ inner, sequence }) => `${inner.label}: ${sequence.join(", then ")}`,
  question: ({ inner }, lab) => inner.question(lab),
  async begin({ inner, sequence }, context): Promise<Inquiry> {
    const inquiry = await inner.begin(context);
    const startedAt = performance.now();
    const seen: { readonly word: string; readonly atMs: number }[] = [];
    return {
      async ask(ask: AskContext): Promise<Finding> {
        const finding = await inquiry.ask(ask);
        if (finding.outcome === "error") return finding;
        const next = sequence[seen.length];
        if (next !== undefined && finding.outcome === wantedOf(next)) {
          seen.push({ word: next, atMs: performance.now() - startedAt });
        }
        return judge(sequence, seen, finding);
      },
      end: (failed) => inquiry.end(failed),
    };
  },
  ask: () => Promise.reject(new Error("a transition is asked through begin()")),
  explain: ({ inner }, context, finding) => inner.explain(context, finding),
});

function wantedOf(word: string): "pass" | "fail" {
  return (holds as readonly string[]).includes(word) ? "pass" : "fail";
}

function judge(
  sequence: readonly string[],
  seen: readonly { readonly word: string; readonly atMs: number }[],
  last: Finding,
): Finding {
  const steps = seen.map(({ word, atMs }) => `${word} after ${(atMs / 1000).toFixed(2)} s`).join(", ");
  const missing = sequence[seen.length];
  const answer = last.answer === undefined ? {} : { answer: last.answer };
  if (missing === undefined) return { outcome: "pass", saw: steps, differs: [], ...answer };
  const before = steps === "" ? "" : `${steps}; `;
  return {
    outcome: "fail",
    saw: `${before}waiting for ${missing}: ${last.saw}`,
    differs: [wantedGot(`outcome ${seen.length + 1}`, missing, last.saw), ...last.differs],
    ...answer,
  };
}
