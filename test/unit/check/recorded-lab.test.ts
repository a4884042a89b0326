// Every check against what real FRR and a real kernel answered: all of them hold in the recorded lab.

import { expect, test } from "vitest";
import { createFacts } from "../../../src/observe/round-facts.ts";
import type { AskContext } from "../../../src/check/check.ts";
import { loadFixture } from "../../helpers/test-steps.ts";
import { memoryRuntime, readRecording } from "../../helpers/memory-runtime.ts";

const { lab, steps, diagnostics } = await loadFixture("routers");
const checks = steps.flatMap((step) => (step.kind === "check" ? [step] : []));

test("the fixture's tests are read without a complaint", () => {
  expect(diagnostics).toEqual([]);
  expect(steps).toHaveLength(lab.tests.length);
});

test.each(checks.map((step) => [step.label, step] as const))("%s", async (_, step) => {
  const runtime = memoryRuntime(readRecording("routers"));
  const signal = new AbortController().signal;
  const context: AskContext = {
    lab,
    runtime,
    timeoutMs: 1000,
    signal,
    facts: createFacts(runtime, { timeoutMs: 1000, signal }),
  };
  const inquiry = await step.check.begin(context);
  const finding = await inquiry.ask(context);
  expect(finding).toMatchObject({ outcome: step.expect });
  expect(finding.differs.length > 0).toBe(finding.outcome === "fail");
  expect(finding.saw).not.toBe("");
});
