// Which containers must run is compared as sets, of one engine when it is named; a name nobody has is a mistake in the file.

import { expect, test } from "vitest";
import { createFacts } from "../../../src/observe/round-facts.ts";
import type { Finding } from "../../../src/check/check.ts";
import type { LabRuntime } from "../../../src/runtime/runtime.ts";
import { loadText } from "../../helpers/test-steps.ts";
import { memoryRuntime, noRecording } from "../../helpers/memory-runtime.ts";

const lab = (step: string): string => `
name: two
topology:
  nodes:
    dk: { kind: host, containers: { app: {}, web: {}, frr: { engine: nspawn } } }
    other: { kind: host, containers: { app: {} } }
  links: [{ endpoints: ["dk:eth0", "other:eth0"] }]
tests:
  - containers: ${step}
`;

const there = [
  ["dk", "app", "docker", "running"],
  ["dk", "web", "docker", "exited"],
  ["dk", "frr", "nspawn", "running"],
  ["other", "app", "docker", "running"],
].map(([node, name, engine, state]) => ({ node, name, engine, state }));

async function ask(step: string, engine?: LabRuntime["engine"]): Promise<Finding> {
  const { lab: loaded, steps } = await loadText(lab(step), "two.yml");
  const [only] = steps;
  if (only?.kind !== "check") throw new Error("the step was not read");
  const runtime: LabRuntime = { ...memoryRuntime(noRecording), ...(engine ? { engine } : {}) };
  const signal = new AbortController().signal;
  const context = { lab: loaded, runtime, timeoutMs: 1000, signal };
  const inquiry = await only.check.begin(context);
  return inquiry.ask({ ...context, facts: createFacts(runtime, { timeoutMs: 1000, signal }) });
}
const engine = (() => Promise.resolve(there)) as unknown as NonNullable<LabRuntime["engine"]>;

test.each([
  ["{ on: dk, running: [frr, app] }", []],
  ["{ on: dk, engine: docker, running: [app], stopped: [web] }", []],
  ["{ on: dk, engine: nspawn, running: [frr], stopped: [] }", []],
  ["{ on: dk, engine: docker, running: [app, frr] }", ["running: wanted app, frr, got app"]],
  ["{ on: dk, running: [app] }", ["running: wanted app, got app, frr"]],
  ["{ on: other, running: [], stopped: [app] }", ["running: wanted none, got app", "stopped: wanted app, got none"]],
])("%s", async (step, differs) => {
  const finding = await ask(step, engine);
  expect(finding.differs).toEqual(differs);
  expect(finding.outcome).toBe(differs.length === 0 ? "pass" : "fail");
});

test("without an engine it cannot be asked", async () => {
  await expect(ask("{ on: dk, running: [app] }")).rejects.toThrow("this lab has no container engine");
});

test("a container that is not in the lab file is a mistake, and so is asking for nothing", async () => {
  const { diagnostics } = await loadText(lab("{ on: dk, running: [ap] }"), "two.yml");
  expect(diagnostics.map(({ message, hint }) => [message, hint])).toEqual([
    ['dk has no container "ap" (did you mean "app"?)', "it has: app, web, frr"],
  ]);
  const empty = await loadText(lab("{ on: dk }"), "two.yml");
  expect(empty.diagnostics.map(({ message }) => message)).toEqual(["containers: give `running`, `stopped` or both"]);
});
