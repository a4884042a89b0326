// When a check has passed or failed: within, for and expect, on a clock of its own.

import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/check/check.ts";
import { createCheckRun, type Verdict } from "../../../src/scenario/check-run.ts";

type Outcome = Finding["outcome"];
interface Timing {
  readonly expect?: "pass" | "fail";
  readonly within?: number;
  readonly for?: number;
}

/** Asks every 100 ms, each question takes 10 ms; the outcomes are given, the last one repeats. */
function run(timing: Timing, outcomes: readonly Outcome[]): Verdict & { readonly asked: number } {
  const check = createCheckRun(
    { expect: timing.expect ?? "pass", forMs: timing.for ?? 0 },
    { startedAt: 0, withinMs: timing.within ?? 1000 },
  );
  for (let asked = 1; asked < 1000; asked++) {
    const outcome = outcomes[asked - 1] ?? outcomes.at(-1) ?? "error";
    const startedAt = (asked - 1) * 100;
    const finding = { outcome, saw: outcome, differs: outcome === "fail" ? ["it differs"] : [] };
    const verdict = check.take(finding, { startedAt, endedAt: startedAt + 10 });
    if (verdict) return { ...verdict, asked };
  }
  throw new Error("no verdict");
}

describe("a check that must hold", () => {
  test("passes with the first answer that holds, and says when that was", () => {
    expect(run({}, ["fail", "error", "pass"])).toMatchObject({ outcome: "pass", asked: 3, tookMs: 210, differs: [] });
  });
  test("fails when the time is over, and not before", () => {
    expect(run({ within: 1000 }, ["fail"])).toMatchObject({
      outcome: "fail",
      asked: 11,
      tookMs: 1010,
      differs: ["it differs"],
    });
  });
  test("is an error when the last question could not be asked", () => {
    expect(run({ within: 300 }, ["fail", "error"])).toMatchObject({ outcome: "error" });
  });
  test("is asked once with within: 0", () => {
    expect(run({ within: 0 }, ["fail", "pass"])).toMatchObject({ outcome: "fail", asked: 1 });
    expect(run({ within: 0 }, ["pass"])).toMatchObject({ outcome: "pass", asked: 1 });
  });
});

describe("a check that must keep holding", () => {
  test("passes when a question asked after that time still holds", () => {
    // It holds from 10 ms; the question at 500 ms is the first that was asked 490 ms later or more.
    expect(run({ for: 490 }, ["pass"])).toMatchObject({ outcome: "pass", asked: 6, tookMs: 10, heldMs: 500 });
    expect(run({ for: 491 }, ["pass"])).toMatchObject({ asked: 7 });
  });
  test("fails at once when it stops holding, even within its time", () => {
    const verdict = run({ for: 500, within: 5000 }, ["fail", "pass", "pass", "fail", "pass"]);
    expect(verdict).toMatchObject({ outcome: "fail", asked: 4 });
    expect(verdict.differs).toEqual(["it differs", "it held for 0.2 s of 0.5 s, then no longer"]);
  });
  test("is an error when it cannot be asked meanwhile: nobody saw it hold", () => {
    const verdict = run({ for: 500 }, ["pass", "error", "pass"]);
    expect(verdict).toMatchObject({ outcome: "error", asked: 2 });
    expect(verdict.differs.at(-1)).toBe("it held for 0.1 s of 0.5 s, then it could not be asked");
  });
});

describe("a check that must not hold", () => {
  test("passes when it fails", () => {
    expect(run({ expect: "fail" }, ["pass", "fail"])).toMatchObject({ outcome: "pass", saw: "fail", asked: 2 });
  });
  test("fails at once when it holds before the time is over", () => {
    const verdict = run({ expect: "fail", for: 500 }, ["fail", "fail", "pass"]);
    expect(verdict).toMatchObject({ outcome: "fail", asked: 3 });
    expect(verdict.differs.at(-1)).toBe("it did not hold for 0.2 s of 0.5 s, then it did");
  });
  test("never passes for want of an answer", () => {
    expect(run({ expect: "fail", within: 300 }, ["error"])).toMatchObject({ outcome: "error" });
  });
  test("fails when it holds to the end", () => {
    expect(run({ expect: "fail", within: 300 }, ["pass"])).toMatchObject({
      outcome: "fail",
      differs: ["it holds, and must not (expect: fail)"],
    });
  });
  test("fails when it begins to hold during `for`", () => {
    expect(run({ expect: "fail", for: 1000 }, ["fail", "fail", "pass"])).toMatchObject({ outcome: "fail", asked: 3 });
  });
});
