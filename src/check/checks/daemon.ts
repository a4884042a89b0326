// Knows: whether an FRR daemon or a service of a node runs, as labctl watches over it.
// Refuses to know: any other process (process).

import { z } from "zod";
import { didYouMean } from "../../base/suggest.ts";
import { daemonsOf } from "../../model/commit-daemons.ts";
import { VtyUnavailable, type LabRuntime } from "../../runtime/runtime.ts";
import { defineCheck, type Finding } from "../check.ts";
import { differsNumber, numberKey, onKey, wantedGot } from "../keys.ts";
import { readNode } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  name: z.string().min(1).describe("The daemon (bgpd, zebra …) or the service"),
  running: z.boolean().optional().describe("false: it must not run"),
  restarts: numberKey.optional().describe("How often it has been started again"),
});

type Spec = z.infer<typeof schema>;

export default defineCheck({
  name: "daemon",
  summary: "An FRR daemon or a service runs",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node) return undefined;
    const known = [...daemonsOf(node), ...node.services.map(({ name }) => name)];
    if (known.includes(written.name)) return written;
    const message = `${node.name} has no daemon or service "${written.name}"${didYouMean(written.name, known)}`;
    context.sink.error("tests/no-daemon", context.step.spanOf(["name"]), message, {
      hint: known.length === 0 ? "the check `process` looks for any program" : `it has: ${known.join(", ")}`,
    });
    return undefined;
  },
  label: (spec) => `${spec.on}: ${spec.name} ${spec.running === false ? "does not run" : "runs"}`,
  question: (_, lab) => `labctl inspect ${lab.name}`,
  async ask(spec, { facts, runtime, timeoutMs }): Promise<Finding> {
    const all = (await facts.processes()).filter(({ node }) => node === spec.on);
    const found = all.find(({ name }) => name === spec.name);
    // A daemon that answers runs, whoever started it.
    const runs = found?.kind === "daemon" ? await answers(runtime, spec, timeoutMs) : found?.state === "running";
    const state = runs
      ? "running"
      : found === undefined
        ? "not started"
        : found.state === "running"
          ? "it does not answer" // it ended this moment, or hangs
          : [found.state, found.lastExit === undefined ? [] : `(${found.lastExit})`].flat().join(" ");
    const wanted = spec.running ?? true;
    const differs = [
      ...(runs === wanted ? [] : [wantedGot(spec.name, wanted ? "running" : "not running", state)]),
      ...differsNumber("restarts", spec.restarts, found?.restarts ?? 0),
    ];
    const restarts = found === undefined || found.restarts === 0 ? "" : `, started again ${found.restarts} times`;
    return {
      outcome: differs.length === 0 ? "pass" : "fail",
      saw: `${state}${restarts}`,
      differs,
      answer: all.map(({ name, state: is }) => `${name} ${is}`).join("\n"),
    };
  },
});

async function answers(runtime: LabRuntime, { on, name }: Spec, timeoutMs: number): Promise<boolean> {
  try {
    await runtime.vty(on, name, "show version", { timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof VtyUnavailable) return false;
    throw error;
  }
}
