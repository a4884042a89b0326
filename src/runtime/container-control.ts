// Knows: stop, start, restart and kill of a container or of a node's engine, named as `node/container` and `node/docker`, and what of an engine comes back with its node.
// Refuses to know: the same for nodes and daemons (control.ts).

import type { Ending } from "../model/ending.ts";
import type { NodeStep } from "../render/batches.ts";
import type { AgentClient } from "./client.ts";
import type { ControlVerb } from "./control.ts";

const engines = ["docker", "nspawn"] as const;

/** How they ended; undefined when the node has no container and no engine of that name: then it is a daemon or a service. */
export async function controlContainer(
  agent: AgentClient,
  node: string,
  name: string,
  verb: ControlVerb,
): Promise<readonly Ending[] | undefined> {
  const ofNode = (await agent.call("containers", {})).filter((container) => container.node === node);
  const engine = engines.find((candidate) => candidate === name);
  const isContainer = ofNode.some((container) => container.name === name);
  if (!isContainer && !(engine !== undefined && (await hasEngine(agent, node)))) return undefined;
  const place = { node, container: name };
  const endings: (Ending | null)[] = [];
  if (verb === "kill" || verb === "stop" || verb === "restart") {
    if (engine !== undefined)
      endings.push(...(await agent.call("engine.stop", { node, engine, how: verb === "kill" ? "kill" : "stop" })));
    else if (verb === "kill") await agent.call("container.kill", { ...place, signal: "SIGKILL" });
    else endings.push(await agent.call("container.stop", place));
  }
  if (verb === "start" || verb === "restart") {
    if (engine !== undefined) await agent.call("engine.start", { node, engine });
    else await agent.call("container.start", place);
  }
  return endings.filter((ending) => ending !== null);
}

/**
 * A node that was off has its networks and containers back as they were, those of the lab file and what was made or
 * removed since: its engine remembers. Returns what else is to be done of `steps`; containers of the lab file are started
 * whatever their policy.
 */
export async function bootEngine(
  agent: AgentClient,
  node: string,
  steps: readonly NodeStep[],
): Promise<readonly NodeStep[]> {
  const isEngines = ({ op }: NodeStep): boolean =>
    op === "network.create" || op === "container.create" || op === "container.start";
  if (!steps.some(isEngines)) return steps;
  await agent.call("engine.boot", { node });
  const containers = (await agent.call("containers", {})).filter((container) => container.node === node);
  const isThere = (name: string): boolean => containers.some((container) => container.name === name);
  return steps.filter((step) => !isEngines(step) || (step.op === "container.start" && isThere(step.container)));
}

async function hasEngine(agent: AgentClient, node: string): Promise<boolean> {
  const [containers, networks] = await Promise.all([agent.call("containers", {}), agent.call("networks", {})]);
  return [...containers, ...networks].some((thing) => thing.node === node);
}
