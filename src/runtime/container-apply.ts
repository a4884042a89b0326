// Knows: how the steps of a plan about networks, containers and hooks are carried out, and what is told when one fails.
// Refuses to know: how the lab's engine does it (agent/engine).

import type { Diagnostic } from "../base/diagnostics.ts";
import { CommandError } from "../base/errors.ts";
import type { StepOf } from "../plan/step.ts";
import { addressOfContainer } from "../plan/container-step.ts";
import { AgentError, type AgentClient } from "./client.ts";
import { startFrr } from "./frr-start.ts";
import type { LabRuntime } from "./runtime.ts";

export type ContainerStep = StepOf<"hooks.set" | "network.create" | "container.create" | "container.start">;

/** Throws CommandError with the line of the lab file; returns warnings. */
export async function doContainerStep(
  step: ContainerStep,
  agent: AgentClient,
  runtime: LabRuntime,
): Promise<readonly Diagnostic[]> {
  const { node } = step;
  switch (step.op) {
    case "hooks.set":
      await agent.call("hooks.set", { hooks: step.hooks });
      return [];
    case "network.create":
      await blame(step, `network ${step.network.name} of ${node} is not made`, () =>
        agent.call("network.create", { node, network: step.network }),
      );
      return [];
    case "container.create":
      await blame(step, `container ${addressOfContainer(node, step.container.name)} is not made`, () =>
        agent.call("container.create", { node, container: step.container }),
      );
      return [];
    case "container.start":
      return startContainer(step, agent, runtime);
  }
}

async function startContainer(
  step: StepOf<"container.start">,
  agent: AgentClient,
  runtime: LabRuntime,
): Promise<readonly Diagnostic[]> {
  const { node, container, frr, at } = step;
  const address = addressOfContainer(node, container);
  const { failedDaemons } = await blame(step, `container ${address} is not running`, () =>
    agent.call("container.start", { node, container }),
  );
  if (frr === undefined) return [];
  // As with a real container: it runs whether or not a daemon in it does. What the daemon lacked is in the log.
  if (failedDaemons.length > 0) {
    const message = `${failedDaemons.join(" and ")} did not start in ${address}`;
    const hint = `\`labctl logs ${address}\` has the reason; zebra needs cap-add: [NET_ADMIN, SYS_ADMIN]`;
    return [{ code: "deploy/daemon", severity: "warning", message, at, hint }];
  }
  return startFrr({ op: "frr.start", node: address, ...frr, at }, agent, runtime, { running: true });
}

async function blame<T>(step: ContainerStep, message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    throw new CommandError(message, { at: step.at, output: error.message });
  }
}
