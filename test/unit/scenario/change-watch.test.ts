// Waking on events: what is asked when the kernel says that something has changed. Time stands still unless it is moved.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runScenario } from "../../../src/scenario/run.ts";
import type { RunResult } from "../../../src/scenario/result.ts";
import { memoryRuntime, noRecording, type Changes, type MemoryRuntime } from "../../helpers/memory-runtime.ts";
import { loadFixture } from "../../helpers/test-steps.ts";

const route = JSON.stringify([{ type: "1", dst: "10.9.0.0/16", gateway: "10.0.0.2", dev: "eth1", protocol: "186" }]);
const routeCheck = (node: string): string => `  - route: { on: ${node}, prefix: 10.9.0.0/16 }\n    within: 60s\n`;

/** No round of the clock is due within this, and the pause after an answer is over. */
const soonMs = 30;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

interface Running {
  readonly runtime: MemoryRuntime;
  /** How often the kernel of the node was asked. */
  readonly asked: (node: string) => number;
  readonly nodesWithRoute: Set<string>;
  readonly done: Promise<RunResult>;
}

async function start(tests: string, changes: Changes = {}): Promise<Running> {
  const nodesWithRoute = new Set<string>();
  const { lab, steps } = await loadFixture("routers", tests);
  const runtime = memoryRuntime(noRecording, {
    watched: ["r1", "r2"],
    exec: (node = "") => ({ stdout: nodesWithRoute.has(node) ? route : "[]" }),
    ...changes,
  });
  const signal = new AbortController().signal;
  const done = runScenario({ lab, steps, runtime, signal, emit: () => {} });
  const asked = (node: string): number => runtime.asked.filter((question) => question.startsWith(`${node}$`)).length;
  return { runtime, asked, nodesWithRoute, done };
}

/** Everything that can happen without the clock has happened. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function pass(ms: number): Promise<void> {
  await settle();
  for (let passed = 0; passed < ms; passed += 10) {
    await vi.advanceTimersByTimeAsync(10);
    await settle();
  }
}

describe("a check of the kernel that waits", () => {
  test("is asked when its node changes, long before the clock would", async () => {
    const { runtime, asked, nodesWithRoute, done } = await start(routeCheck("r1"));
    await pass(soonMs); // asked, and once more as soon as changes are told of
    const before = asked("r1");
    nodesWithRoute.add("r1");
    runtime.change("r1");
    await pass(soonMs);
    expect(asked("r1")).toBe(before + 1);
    expect((await done).steps[0]).toMatchObject({ outcome: "pass" });
  });

  test("is not asked when another node changes", async () => {
    const { runtime, asked, nodesWithRoute, done } = await start(routeCheck("r1") + routeCheck("r2"));
    await pass(soonMs);
    const before = asked("r1");
    nodesWithRoute.add("r2");
    runtime.change("r2");
    await pass(soonMs);
    expect(asked("r1")).toBe(before);
    nodesWithRoute.add("r1");
    runtime.change("r1");
    await pass(soonMs);
    expect((await done).steps.map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
  });

  test("is asked all the same when nothing is told, only seldom", async () => {
    const { asked, nodesWithRoute, done } = await start(routeCheck("r1"));
    await pass(soonMs);
    const before = asked("r1");
    await pass(1000);
    expect(asked("r1") - before).toBe(4);
    nodesWithRoute.add("r1");
    await pass(1000);
    expect((await done).steps[0]).toMatchObject({ outcome: "pass" });
  });

  test("is asked as often as ever where the kernel cannot be listened to", async () => {
    const { asked, nodesWithRoute, done } = await start(routeCheck("r1"), { watched: [] });
    await pass(soonMs);
    const before = asked("r1");
    await pass(1000);
    expect(asked("r1") - before).toBe(20);
    nodesWithRoute.add("r1");
    await pass(100);
    expect((await done).steps[0]).toMatchObject({ outcome: "pass" });
  });

  test("is asked again when something changed while it was being asked", async () => {
    const answers: (() => void)[] = [];
    const { runtime, asked, nodesWithRoute, done } = await start(routeCheck("r1"), {
      exec: async () => {
        const stdout = nodesWithRoute.has("r1") ? route : "[]";
        await new Promise<void>((resolve) => answers.push(resolve));
        return { stdout };
      },
    });
    const answer = async (): Promise<void> => {
      await settle();
      answers.shift()?.();
      await pass(soonMs);
    };
    await answer(); // listens from now on, and has asked again
    expect(answers).toHaveLength(1);
    nodesWithRoute.add("r1");
    runtime.change("r1");
    await answer(); // was asked before the change
    expect(asked("r1")).toBe(3);
    await answer();
    expect((await done).steps[0]).toMatchObject({ outcome: "pass", asked: 3 });
  });
});

test("nobody listens where nothing waits", async () => {
  const { runtime, done, nodesWithRoute } = await start(routeCheck("r1"));
  nodesWithRoute.add("r1");
  const listened = vi.spyOn(runtime, "changes");
  await pass(soonMs);
  await done;
  expect(listened).not.toHaveBeenCalled();
});
