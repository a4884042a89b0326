// The order of a run: side by side, barriers, stops, and results in the order written.

import { describe, expect, test } from "vitest";
import type { ScenarioEvent } from "../../../src/scenario/events.ts";
import { exitCodeOf, type RunResult } from "../../../src/scenario/result.ts";
import { runScenario } from "../../../src/scenario/run.ts";
import type { ScenarioOptions } from "../../../src/scenario/run-segment.ts";
import { LabAgentGone } from "../../../src/runtime/runtime.ts";
import { memoryRuntime, noRecording, type Changes } from "../../helpers/memory-runtime.ts";
import { loadFixture } from "../../helpers/test-steps.ts";

interface Ran {
  readonly result: RunResult;
  readonly events: readonly ScenarioEvent[];
  readonly asked: readonly string[];
}

async function run(tests: string, changes: Changes, extra: Partial<ScenarioOptions> = {}): Promise<Ran> {
  const { lab, steps } = await loadFixture("routers", tests);
  const events: ScenarioEvent[] = [];
  const runtime = memoryRuntime(noRecording, changes);
  const signal = new AbortController().signal;
  const result = await runScenario({ lab, steps, runtime, signal, emit: (event) => events.push(event), ...extra });
  return { result, events, asked: runtime.asked };
}

const outcomes = ({ result }: Ran): string[] => result.steps.map(({ outcome }) => outcome);

/** A command whose name says how it ends: `no` never works, `yes` does at once, `late` from the third time on. */
function scripted(): Changes {
  let lates = 0;
  return {
    exec: (_, [word = ""]) => {
      if (word === "gone") throw new LabAgentGone("the agent ended");
      if (word === "broken") return { code: undefined, stderr: "cannot" };
      return { code: word === "no" || (word === "late" && ++lates < 3) ? 1 : 0 };
    },
  };
}

describe("a run", () => {
  test("does not ask again what can never be answered; what cannot be answered yet it does", async () => {
    const ran = await run(
      "  - exec: { on: r1, run: nothere }\n  - exec: { on: r1, run: broken }\n    within: 300ms\n",
      {
        exec: (_, [word = ""]) =>
          word === "broken"
            ? { code: undefined, stderr: "cannot" }
            : { code: 127, stderr: "nsenter: failed to execute nothere: No such file or directory" },
      },
    );
    expect(outcomes(ran)).toEqual(["error", "error"]);
    expect(ran.result.steps[0]).toMatchObject({ saw: 'there is no command "nothere"', asked: 1 });
    expect(ran.result.steps[1]?.asked).toBeGreaterThan(1);
  });

  test("asks again until it holds, and tells in the order written", async () => {
    const ran = await run("  - exec: { on: r1, run: late }\n  - exec: { on: r1, run: yes }\n", scripted());
    expect(outcomes(ran)).toEqual(["pass", "pass"]);
    expect(ran.result.steps.map(({ asked }) => asked)).toEqual([3, 1]);
    const told = ran.events.flatMap((event) => (event.type === "step-ended" ? [event.result.number] : []));
    expect(told).toEqual([1, 2]);
    // Side by side: the second was asked before the first held.
    expect(ran.asked.slice(0, 3)).toEqual(["r1$ late", "r1$ yes", "r1$ late"]);
  });

  test("finishes the checks before an action, and the action before the checks after it", async () => {
    const ran = await run(
      "  - exec: { on: r1, run: late }\n  - run: { on: r1, run: yes }\n  - exec: { on: r1, run: yes }\n",
      scripted(),
    );
    expect(outcomes(ran)).toEqual(["pass", "pass", "pass"]);
    expect(ran.asked).toEqual(["r1$ late", "r1$ late", "r1$ late", "r1$ yes", "r1$ yes"]);
  });

  test("stops after an action that did not work", async () => {
    const ran = await run("  - run: { on: r1, run: no }\n  - exec: { on: r1, run: yes }\n", scripted());
    expect(outcomes(ran)).toEqual(["fail", "skipped"]);
    expect(ran.result.steps[1]?.saw).toBe("step 1 did not work: r1: no");
    expect(ran.asked).toEqual(["r1$ no"]);
  });

  test("stops after a required check, but lets the ones before it come to their end", async () => {
    const tests = [
      "  - exec: { on: r1, run: late }",
      "  - exec: { on: r1, run: no }\n    required: true\n    within: 0",
      "  - exec: { on: r1, run: late }",
      "  - run: { on: r1, run: yes }",
    ].join("\n");
    const ran = await run(tests, { exec: (_, [word]) => ({ code: word === "no" ? 1 : 0 }) });
    // The third was asked beside the second and held, but stands after it.
    expect(outcomes(ran)).toEqual(["pass", "fail", "skipped", "skipped"]);
    expect(ran.result.counts).toMatchObject({ pass: 1, fail: 1, skipped: 2 });
    let first = 0;
    const slow = await run(tests, { exec: (_, [word]) => ({ code: word === "no" || ++first < 5 ? 1 : 0 }) });
    expect(outcomes(slow)).toEqual(["pass", "fail", "skipped", "skipped"]);
  });

  test("asks a negative check only after the positive ones before it hold", async () => {
    const ran = await run(
      "  - exec: { on: r1, run: late }\n  - exec: { on: r1, run: no }\n    expect: fail\n",
      scripted(),
    );
    expect(outcomes(ran)).toEqual(["pass", "pass"]);
    expect(ran.asked).toEqual(["r1$ late", "r1$ late", "r1$ late", "r1$ no"]);
  });

  test("calls an unanswerable question an error, also where failure is expected", async () => {
    const ran = await run("  - exec: { on: r1, run: broken }\n    expect: fail\n    within: 0\n", scripted());
    expect(outcomes(ran)).toEqual(["error"]);
    expect(exitCodeOf([ran.result])).toBe(4);
  });

  test("ends at once when the lab goes away", async () => {
    const ran = await run(
      "  - exec: { on: r1, run: gone }\n    within: 60s\n  - run: { on: r1, run: gone }\n",
      scripted(),
    );
    expect(ran.result.steps.map(({ saw }) => saw)).toEqual(["the lab is gone", "the lab is gone"]);
    expect(outcomes(ran)).toEqual(["error", "error"]);
  });

  test("ends at once when the user stops it, and says what was not run", async () => {
    const controller = new AbortController();
    const changes: Changes = { exec: () => (controller.abort(), { code: 1 }) };
    const ran = await run("  - exec: { on: r1, run: no }\n    within: 60s\n  - pause: 60s\n", changes, {
      signal: controller.signal,
    });
    expect(outcomes(ran)).toEqual(["skipped", "skipped"]);
    expect(ran.result.interrupted).toBe(true);
    expect(exitCodeOf([ran.result])).toBe(130);
    controller.abort();
  });

  test("multiplies the time to wait, where the machine is slow", async () => {
    const ran = await run("  - exec: { on: r1, run: no }\n    within: 100ms\n", scripted(), { deadlineFactor: 3 });
    expect(ran.result.steps[0]?.tookMs).toBeGreaterThanOrEqual(300);
  });

  test("throws what is a bug", async () => {
    const bug = run("  - exec: { on: r1, run: no }\n", { exec: () => { throw new TypeError("a bug"); } }); // prettier-ignore
    await expect(bug).rejects.toThrow("a bug");
  });

  test("runs the selected steps only; a heading holds until the next", async () => {
    const tests =
      "  - stage: one\n    exec: { on: r1, run: a }\n  - exec: { on: r1, run: b }\n  - stage: two\n    exec: { on: r1, run: c }\n";
    const byStage = await run(tests, scripted(), { select: { stage: "one" } });
    expect(byStage.asked).toEqual(["r1$ a", "r1$ b"]);
    expect(byStage.events.filter(({ type }) => type === "stage-started")).toHaveLength(1);
    expect((await run(tests, scripted(), { select: { only: ["2-3"] } })).asked).toEqual(["r1$ b", "r1$ c"]);
    expect((await run(tests, scripted(), { select: { only: ["R1: C"] } })).asked).toEqual(["r1$ c"]);
  });
});

test("the exit code of several runs is that of the worst", () => {
  const counts = (fail: number, error: number, file = "a.yml") => ({
    file,
    interrupted: false,
    counts: { pass: 1, fail, error, skipped: 0 },
  });
  const refused = (file: string) => ({
    file,
    interrupted: false,
    counts: { pass: 0, fail: 0, error: 0, skipped: 1 },
    refusal: { reason: "it lacks something" },
  });
  expect(exitCodeOf([counts(0, 0)])).toBe(0);
  expect(exitCodeOf([counts(0, 1), counts(0, 0)])).toBe(4);
  expect(exitCodeOf([counts(0, 1), counts(1, 0)])).toBe(1);
  expect(exitCodeOf([counts(0, 0), refused("b.yml")])).toBe(3);
  expect(exitCodeOf([counts(0, 1), refused("b.yml")])).toBe(4);
  // One of its runs was possible: the file was tested.
  expect(exitCodeOf([counts(0, 0), refused("a.yml")])).toBe(0);
});

describe("a step for other versions of FRR", () => {
  const tests = `
  - exec: { on: r1, run: yes }
  - run: { on: r1, run: no }
    frr-version: "< 9"
  - exec: { on: r1, run: yes }
    frr-version: ">= 10"
`;
  test("is not taken, and the report says why", async () => {
    const ran = await run(tests, scripted(), { frrVersion: "10.3" });
    expect(ran.result.steps.map(({ outcome, saw }) => (outcome === "skipped" ? saw : outcome))).toEqual([
      "pass",
      "it is for FRR < 9, here is 10.3",
      "pass",
    ]);
  });
  test("is taken where it holds, and where nobody knows the version", async () => {
    expect(outcomes(await run(tests, scripted(), { frrVersion: "8.4.4" }))).toEqual(["pass", "fail", "skipped"]);
    expect(outcomes(await run(tests, scripted()))).toEqual(["pass", "fail", "skipped"]);
  });
});
