// Where the questions of a check lead.

import { expect, test } from "vitest";
import type { Facts } from "../../../src/observe/facts.ts";
import { noteCommands, noteNeeds, type Needs } from "../../../src/observe/needs.ts";
import { createFacts } from "../../../src/observe/round-facts.ts";
import { memoryRuntime, noRecording } from "../../helpers/memory-runtime.ts";

const runtime = memoryRuntime(noRecording, { exec: () => ({ stdout: "[]" }), vty: () => ({ text: "{}" }) });

async function needsOf(ask: (facts: Facts) => Promise<unknown>): Promise<Needs> {
  const needs: Needs = { nodes: new Set(), beyondKernel: false };
  const facts = createFacts(runtime, { timeoutMs: 1000, signal: new AbortController().signal });
  await ask(noteNeeds(facts, needs));
  return needs;
}

test.each<[string, (facts: Facts) => Promise<unknown>]>([
  ["routes", (facts) => facts.routes("r1", { family: 4 })],
  ["links", (facts) => facts.links("r1")],
  ["neighbours", (facts) => facts.neighbours("r1")],
])("%s are the kernel's tables", async (_, ask) => {
  expect(await needsOf(ask)).toEqual({ nodes: new Set(["r1"]), beyondKernel: false });
});

test.each<[string, readonly string[], (facts: Facts) => Promise<unknown>]>([
  ["a show command", ["r1"], (facts) => facts.show("r1", "zebra", "show version")],
  ["a show command in JSON", ["r1"], (facts) => facts.showJson("r1", "zebra", "show version json")],
  ["a command", ["r1"], (facts) => facts.exec("r1", ["true"])],
  ["the processes", [], (facts) => facts.processes()],
])("%s leads beyond them", async (_, nodes, ask) => {
  expect(await needsOf(ask)).toEqual({ nodes: new Set(nodes), beyondKernel: true });
});

test("a command that is run past the facts leads beyond them", async () => {
  const needs: Needs = { nodes: new Set(["r1"]), beyondKernel: false };
  await noteCommands(runtime, needs).exec("r1", ["true"]);
  expect(needs).toEqual({ nodes: new Set(["r1"]), beyondKernel: true });
});
