// Knows: making and removing a container while the lab runs: one of the step's own, or one of the lab file again.
// Refuses to know: starting and stopping one (start, stop, restart, kill), and how the engine does any of it.

import { endingText } from "../../model/ending.ts";
import { z } from "zod";
import { readArgv } from "../../check/call.ts";
import { plannedContainer } from "../../plan/containers.ts";
import type { PlannedContainer } from "../../plan/container-step.ts";
import { containerOf, type TypedContainer } from "../../plan/typed-container.ts";
import { defineAction, type ActionOutcome, type ActionReadContext } from "../action.ts";
import { noCommandFor } from "../control.ts";
import { askEngine, readContainerName, readOne, textsOf } from "../engine-action.ts";
import { typedRun } from "../typed-engine.ts";

const word = z.union([z.string(), z.number(), z.boolean()]);

const attachment = z.union([
  z.string(),
  z.strictObject({ address: z.string().optional(), mac: z.string().optional() }),
  z.null(),
]);

const body = z.strictObject({
  on: z.string().describe("The node"),
  name: z.string().describe("The container's name"),
  engine: z.enum(["docker", "nspawn"]).optional(),
  networks: z.union([z.array(z.string()), z.record(z.string(), attachment)]).optional(),
  "network-mode": z.string().optional(),
  ports: z.array(word).optional(),
  volumes: z.array(z.string()).optional(),
  cmd: z.union([z.string(), z.array(word)]).optional(),
  "stdin-open": z.boolean().optional(),
  init: z.boolean().optional(),
  restart: z.string().optional(),
  "cap-add": z.array(z.string()).optional(),
  "cap-drop": z.array(z.string()).optional(),
  user: word.optional(),
  hostname: word.optional(),
  env: z.record(z.string(), word).optional(),
  labels: z.record(z.string(), word).optional(),
});

const schema = z.strictObject({
  run: body.optional().describe("Makes and starts a container; keys as under `containers:`"),
  create: body.optional().describe("Makes one, and does not start it"),
  remove: z.string().optional().describe("node/container; one that runs is killed"),
  down: z.string().optional().describe("node/container: stops and removes it, as docker-compose down"),
  up: z.string().optional().describe("node/container of the lab file: makes and starts it, as docker-compose up -d"),
  refused: z.string().min(1).optional().describe("The engine must refuse `run`, and this must be in what it says"),
});

type Spec =
  | {
      readonly what: "run" | "create" | "up";
      readonly node: string;
      readonly container: PlannedContainer;
      /** In the words a step has for it; one of the lab file may have more than such words can say. */
      readonly typed: TypedContainer | undefined;
      readonly refused: string | undefined;
    }
  | { readonly what: "remove" | "down"; readonly node: string; readonly name: string };

export default defineAction({
  name: "container",
  summary: "Runs, makes or removes a container; takes one of the lab file down and up again",
  schema,
  read(written, context): Spec | undefined {
    const what = readOne(written, ["run", "create", "remove", "down", "up"], context);
    if (what === undefined) return undefined;
    if (what === "remove" || what === "down") {
      const found = readContainerName(written[what] ?? "", [what], context);
      return found && { what, node: found.node, name: found.container };
    }
    if (what === "up") return readAgain(written.up ?? "", context);
    const given = written[what];
    if (written.refused !== undefined && what !== "run") {
      context.sink.error("tests/value", context.step.spanOf(["refused"]), "`refused` goes with `run`");
      return undefined;
    }
    return given && readContainer(what, given, written.refused, context);
  },
  label: (spec) => `container ${words[spec.what]} ${nameOf(spec)}`,
  command: (spec) => commandsOf(spec).join("\n"),
  async perform(spec, { runtime }): Promise<ActionOutcome> {
    const outcome = await askEngine(runtime, async (engine) => {
      const { node } = spec;
      if ("name" in spec) {
        const ending = spec.what === "down" ? await engine("container.stop", { node, container: spec.name }) : null;
        await engine("container.remove", { node, container: spec.name, force: true });
        return { outcome: "pass", saw: ending ? `${endingText(ending)}; removed` : "removed" };
      }
      await engine("container.create", { node, container: spec.container });
      if (spec.what !== "create") await engine("container.start", { node, container: spec.container.name });
      return { outcome: "pass", saw: spec.what === "create" ? "made" : "runs" };
    });
    return "name" in spec || spec.refused === undefined ? outcome : judgeRefusal(outcome, spec.refused);
  },
});

/** What could not be asked stays an error: only the engine's own words are a refusal. */
function judgeRefusal(outcome: ActionOutcome, wanted: string): ActionOutcome {
  const said = [outcome.saw, outcome.output ?? ""].filter((text) => text !== "").join(": ");
  if (outcome.outcome === "pass") return { outcome: "fail", saw: `it was not refused: it ${outcome.saw}` };
  if (outcome.outcome !== "fail") return outcome;
  if (said.includes(wanted)) return { ...outcome, outcome: "pass", saw: `refused: ${said}` };
  return { ...outcome, saw: `refused, but without "${wanted}": ${said}` };
}

const words = { run: "run", create: "create", remove: "rm", down: "down", up: "up" } as const;

function nameOf(spec: Spec): string {
  return `${spec.node}/${"name" in spec ? spec.name : spec.container.name}`;
}

function commandsOf(spec: Spec): readonly string[] {
  const name = nameOf(spec);
  if (spec.what === "down") return [`labctl container stop ${name}`, `labctl container rm ${name}`];
  if (spec.what === "remove") return [`labctl container rm --force ${name}`];
  const run = spec.what === "run" && spec.typed ? typedRun(spec.node, spec.typed) : undefined;
  return [run ?? noCommandFor(`container: { ${spec.what}: ${name} }`)];
}

function readAgain(written: string, context: ActionReadContext): Spec | undefined {
  const { lab, step, sink } = context;
  const place = readContainerName(written, ["up"], context);
  if (!place) return undefined;
  const node = lab.graph.getNodeAttributes(place.node);
  const container = node.containers?.find(({ name }) => name === place.container);
  if (container) {
    const planned = plannedContainer(lab, node, container);
    return { what: "up", node: place.node, container: planned, typed: undefined, refused: undefined };
  }
  sink.error("tests/unknown-container", step.spanOf(["up"]), `"${written}" is no container of the lab file`, {
    hint: "one that a step makes is made again by `run`",
  });
  return undefined;
}

function readContainer(
  what: "run" | "create",
  written: z.infer<typeof body>,
  refused: string | undefined,
  context: ActionReadContext,
): Spec | undefined {
  const { lab, step, sink } = context;
  const { on, name } = written;
  const node = lab.graph.hasNode(on) ? lab.graph.getNodeAttributes(on) : undefined;
  if (!node || (node.networks ?? []).length + (node.containers ?? []).length === 0) {
    sink.error("tests/unknown-node", step.spanOf([what, "on"]), `"${on}" is no node with containers or networks`);
    return undefined;
  }
  const networks = Array.isArray(written.networks)
    ? Object.fromEntries(written.networks.map((network) => [network, undefined]))
    : Object.fromEntries(
        Object.entries(written.networks ?? {}).map(([network, endpoint]) => [network, endpoint ?? undefined]),
      );
  const shell = "there is no shell here: [sh, -c, …] runs one";
  const cmd = written.cmd === undefined ? undefined : readArgv(written.cmd, [what, "cmd"], shell, context);
  if (written.cmd !== undefined && cmd === undefined) return undefined;
  const typed: TypedContainer = {
    ...{ name, engine: written.engine, networks, networkMode: written["network-mode"] },
    ...{ ports: written.ports?.map(String), volumes: written.volumes, restart: written.restart },
    ...{ stdinOpen: written["stdin-open"], init: written.init },
    cmd,
    ...{ capAdd: written["cap-add"], capDrop: written["cap-drop"] },
    user: written.user === undefined ? undefined : String(written.user),
    hostname: written.hostname === undefined ? undefined : String(written.hostname),
    ...{ env: textsOf(written.env), labels: textsOf(written.labels) },
  };
  const container = containerOf(typed);
  if (container.ok) return { what, node: on, container: container.value, typed, refused };
  sink.error(
    "tests/container",
    step.spanOf([what]),
    container.why,
    container.hint === undefined ? {} : { hint: container.hint },
  );
  return undefined;
}
