// Steps taken one by one: what stands at the gate, and what each answer does.

import { expect, test } from "vitest";
import type { ScenarioEvent } from "../../../src/scenario/events.ts";
import type { GateAnswer, StepPreview } from "../../../src/scenario/gate.ts";
import { runScenario } from "../../../src/scenario/run.ts";
import { memoryRuntime, noRecording } from "../../helpers/memory-runtime.ts";
import { loadFixture } from "../../helpers/test-steps.ts";

const tests = `
  - stage: one
    exec: { on: r1, run: a }
  - name: the second
    exec: { on: r1, run: b }
    expect: fail
    within: 0
  - run: { on: r1, run: c }
  - stage: two
    exec: { on: r1, run: d }
  - exec: { on: r1, run: e }
`;

/** Answers in order; "go" when there are no more. */
async function take(...answers: GateAnswer[]) {
  const { lab, steps } = await loadFixture("routers", tests);
  const events: ScenarioEvent[] = [];
  const seen: StepPreview[] = [];
  const runtime = memoryRuntime(noRecording, { exec: (_, [word = ""]) => ({ code: word === "b" ? 1 : 0 }) });
  const log: string[] = [];
  const result = await runScenario({
    ...{ lab, steps, runtime, signal: new AbortController().signal },
    emit: (event) => {
      events.push(event);
      if (event.type === "step-ended") log.push(`told ${event.result.number}`);
    },
    gate: async (preview) => {
      seen.push(preview);
      log.push(`gate ${preview.number}`);
      return answers.shift() ?? "go";
    },
  });
  return { result, events, seen, log, asked: runtime.asked };
}

const outcomes = ({ result }: Awaited<ReturnType<typeof take>>): string[] => result.steps.map(({ outcome }) => outcome);

test("each step is announced, asked and told before the next", async () => {
  const taken = await take();
  expect(taken.log).toEqual([1, 2, 3, 4, 5].flatMap((n) => [`gate ${n}`, `told ${n}`]));
  expect(outcomes(taken)).toEqual(["pass", "pass", "pass", "pass", "pass"]);
  expect(taken.seen[1]).toMatchObject({
    ...{ number: 2, of: 5, stage: "one", label: "the second", about: "r1: b" },
    ...{ question: "labctl exec r1 b", expect: "fail", withinMs: 0, watches: false },
  });
  // Named by itself, a step has nothing more to say.
  expect(taken.seen[0]).not.toHaveProperty("about");
});

test("a step that is left out is skipped, and stops nothing, not even an action", async () => {
  const taken = await take("skip", "go", "skip");
  expect(outcomes(taken)).toEqual(["skipped", "pass", "skipped", "pass", "pass"]);
  expect(taken.asked).toEqual(["r1$ b", "r1$ d", "r1$ e"]);
});

test("the rest without stopping is as it would have been", async () => {
  const taken = await take("go", "go", "go", "continue");
  expect(taken.seen.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(outcomes(taken)).toEqual(["pass", "pass", "pass", "pass", "pass"]);
});

test("ended by hand, the rest is skipped", async () => {
  const taken = await take("go", "quit");
  expect(taken.asked).toEqual(["r1$ a"]);
  expect(outcomes(taken)).toEqual(["pass", "skipped", "skipped", "skipped", "skipped"]);
  expect(taken.result).toMatchObject({ interrupted: false, counts: { pass: 1, skipped: 4 } });
});
