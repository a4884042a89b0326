// Knows: how a test drives the engine of a lab directly: a sandbox with a few nodes, the agent's calls, and its end.
// Refuses to know: lab files and plans.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlannedContainer, PlannedNetwork } from "../../src/plan/container-step.ts";
import { connectAgent, type AgentClient } from "../../src/runtime/client.ts";
import type { LabEvent } from "../../src/runtime/lab-event.ts";
import { endMarked, endSandbox, startSandbox } from "../../src/runtime/sandbox.ts";
import { repository } from "./labctl.ts";

export interface EngineLab {
  readonly agent: AgentClient;
  readonly stateDir: string;
  /** Runs a command in a node or container; its output, trimmed. Throws when it fails. */
  sh(place: string | undefined, command: string): Promise<string>;
  /** Whether it succeeds. */
  works(place: string | undefined, command: string): Promise<boolean>;
  readonly events: readonly LabEvent[];
  end(): Promise<void>;
}

/** Nodes are hosts with processes and a place for containers; a link is `node:interface=address`, twice. */
export async function startEngineLab(
  nodes: readonly string[],
  links: readonly (readonly [a: string, b: string])[] = [],
): Promise<EngineLab> {
  const dir = mkdtempSync(join(tmpdir(), "labctl-engine-"));
  const stateDir = join(dir, "lab");
  mkdirSync(join(stateDir, "log"), { recursive: true });
  const sandbox = await startSandbox({
    lab: "engine-test",
    stateDir,
    agentFile: join(repository, "dist/agent.js"),
    signal: new AbortController().signal,
  });
  const agent = await connectAgent(sandbox.anchor.pid);
  const run = async (place: string | undefined, command: string) =>
    agent.call("exec", { node: place, argv: ["sh", "-c", command], timeoutMs: 20_000 });
  const sh: EngineLab["sh"] = async (place, command) => {
    const result = await run(place, command);
    if (result.code !== 0)
      throw new Error(`${place}: ${command}: exit ${result.code}\n${result.stdout}${result.stderr}`);
    return result.stdout.trim();
  };
  const lines = [...nodes.map((node) => `netns add ${node}`)];
  const after: [string, string][] = [];
  for (const [a, b] of links) {
    const parts = [a, b].map((text) => /^([^:]+):([^=]+)=(.+)$/.exec(text) ?? []);
    const [[, nodeA = "", ifA = "", addressA = ""] = [], [, nodeB = "", ifB = "", addressB = ""] = []] = parts;
    lines.push(`link add name ${ifA} netns ${nodeA} type veth peer name ${ifB} netns ${nodeB}`);
    for (const [node, ifname, address] of [
      [nodeA, ifA, addressA],
      [nodeB, ifB, addressB],
    ] as const) {
      after.push([node, `ip address add ${address} dev ${ifname} && ip link set ${ifname} up`]);
    }
  }
  await sh(undefined, `ip -batch - <<'END'\n${lines.join("\n")}\nEND`);
  for (const node of nodes) {
    await agent.call("node.start", { node, hostname: node, env: {}, files: [], binds: [], overlays: [], engine: true });
    await sh(
      node,
      "ip link set lo up; echo 0 > /proc/sys/net/ipv4/ip_forward; echo 0 0 > /proc/sys/net/ipv4/ping_group_range",
    );
    await sh(
      node,
      "echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad",
    );
  }
  for (const [node, command] of after) await sh(node, command);
  const events: LabEvent[] = [];
  agent.events({ past: true }, (event) => events.push(event)).done.catch(() => {});
  return {
    agent,
    stateDir,
    sh,
    works: async (place, command) => (await run(place, command)).code === 0,
    events,
    end: async () => {
      agent.close();
      await endSandbox(sandbox.anchor);
      await endMarked(stateDir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function bridgeNetwork(name: string, settings: Partial<PlannedNetwork> = {}): PlannedNetwork {
  return {
    ...{ name, driver: "bridge", subnet: "172.17.0.0/16", gateway: "172.17.0.1", ipRange: undefined, bridge: name },
    ...{ uplink: undefined, parent: undefined, mode: "bridge", masquerade: true, internal: false, rules: "modern" },
    ...{ mtu: undefined, labels: {} },
    ...settings,
  };
}

export function plainContainer(name: string, settings: Partial<PlannedContainer> = {}): PlannedContainer {
  return {
    ...{ name, engine: "docker", hostname: name, env: {}, files: [], networking: { mode: "none" }, ports: [] },
    ...{ volumes: [], command: undefined, stdinOpen: false, init: false, restart: { when: "no", attempts: undefined } },
    ...{
      capabilities: undefined,
      user: undefined,
      services: [],
      frr: undefined,
      sysctls: [],
      graceMs: 10_000,
      labels: {},
    },
    ...settings,
  };
}

export function onNetworks(...endpoints: readonly string[]): PlannedContainer["networking"] {
  return {
    mode: "networks",
    endpoints: endpoints.map((text) => {
      const [network = "", address] = text.split("=");
      return { network, address, mac: undefined };
    }),
  };
}
