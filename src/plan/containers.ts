// Knows: the steps that make a node's networks and containers, and those that tell the lab what reacts to events.
// Refuses to know: how an engine carries them out.

import { formatCidr, formatIp } from "../model/ip.ts";
import type { Container, Network } from "../model/container.ts";
import type { Lab, LabNode } from "../model/lab.ts";
import { containerAsNode } from "../model/places.ts";
import { capabilitiesOf } from "./capabilities.ts";
import type { ContainerNetworking, PlannedContainer, PlannedNetwork } from "./container-step.ts";
import { planFiles } from "./files.ts";
import { planFrr } from "./frr.ts";
import { planCommands } from "./processes.ts";
import type { PlannedFile, Step } from "./step.ts";
import { planSysctls } from "./sysctls.ts";

export function planHooks(lab: Lab): Step[] {
  const hooks = lab.hooks ?? [];
  const [first] = hooks;
  if (!first) return [];
  const planned = hooks.map(({ event, on, argv, match }) => ({ event, on, argv, match }));
  return [{ op: "hooks.set", node: "", hooks: planned, at: first.at }];
}

/** Networks first; then each container is made and started before the next, so that addresses are given in order. */
export function planContainers(lab: Lab, node: LabNode): Step[] {
  const networks = (node.networks ?? []).map((network): Step => {
    return { op: "network.create", node: node.name, network: plannedNetwork(network), at: network.at };
  });
  const containers = (node.containers ?? []).flatMap((container): Step[] => {
    const planned = plannedContainer(lab, node, container);
    const { at, name } = container;
    return [
      { op: "container.create", node: node.name, container: planned, at },
      ...(container.start
        ? [{ op: "container.start" as const, node: node.name, container: name, frr: planned.frr, at }]
        : []),
    ];
  });
  return [...networks, ...containers];
}

export function planContainerCommands(node: LabNode): Step[] {
  const running = (node.containers ?? []).filter((container) => container.start);
  return running.flatMap((container) => planCommands(containerAsNode(node, container)));
}

export function plannedNetwork(network: Network): PlannedNetwork {
  const { name, driver, subnet, gateway, ipRange, bridge, uplink, parent, mode } = network;
  const { masquerade, internal, rules, mtu, labels } = network;
  return {
    ...{ name, driver, bridge, uplink, parent, mode, masquerade, internal, rules, mtu, labels },
    subnet: subnet && formatCidr(subnet),
    gateway: gateway && formatIp(gateway),
    ipRange: ipRange && formatCidr(ipRange),
  };
}

/** A container of the lab file, as the engine is given it. */
export function plannedContainer(lab: Lab, node: LabNode, container: Container): PlannedContainer {
  const { name, engine, hostname, env, ports, volumes, command, stdinOpen, init } = container;
  const { restart, user, graceMs, labels } = container;
  const self = containerAsNode(node, container);
  const frr = container.frr && planFrr(container.frr, hostname, "frr");
  const ownNetwork = container.networking.mode === "networks" || container.networking.mode === "none";
  return {
    ...{ name, engine, hostname, env, ports, volumes, command, stdinOpen, init, restart, user, graceMs, labels },
    files: withNeighbours(planFiles(lab, self, frr?.files ?? []), node, container),
    networking: plannedNetworking(container.networking),
    capabilities: capabilitiesOf(engine, ownNetwork, container.capAdd, container.capDrop),
    services: container.services.map(({ name: service, argv, restart: when }) => ({
      name: service,
      argv,
      restart: when,
    })),
    frr: frr?.start,
    // In somebody else's network namespace the settings are that one's.
    sysctls: ownNetwork ? planSysctls(self).map(({ op, node: _node, at, ...setting }) => setting) : [],
  };
}

function plannedNetworking(networking: Container["networking"]): ContainerNetworking {
  if (networking.mode !== "networks") return networking;
  return {
    mode: "networks",
    endpoints: networking.endpoints.map(({ network, address, mac }) => {
      return { network, address: address && formatIp(address), mac };
    }),
  };
}

/** The other containers of the node by name, at the addresses they get when the lab comes up. */
function withNeighbours(files: readonly PlannedFile[], node: LabNode, self: Container): PlannedFile[] {
  const rows = (node.containers ?? []).flatMap((other) => {
    const cidr =
      other === self ? undefined : other.interfaces.flatMap((i) => (i.name === "lo" ? [] : i.addresses))[0]?.cidr;
    return cidr === undefined ? [] : [`${formatIp(cidr)}\t${[...new Set([other.hostname, other.name])].join(" ")}\n`];
  });
  return files.map((file) => (file.path === "/etc/hosts" ? { ...file, text: `${file.text}${rows.join("")}` } : file));
}
