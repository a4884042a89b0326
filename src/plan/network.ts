// Knows: the namespaces, bridges and veth pairs of a lab.
// Refuses to know: what is configured on them (interfaces.ts).

import type { Lab } from "../model/lab.ts";
import { bridgeOptions } from "./devices.ts";
import { bridgeDeviceOf } from "./bridge-device.ts";
import type { Step } from "./step.ts";

export function planNamespaces(lab: Lab): Step[] {
  return lab.graph.mapNodes((_key, node) => ({ op: "netns.add", node: node.name, at: node.at }));
}

/** Bridges first; then each veth pair, both ends made directly in their namespaces. Their ends are still down. */
export function planLinks(lab: Lab): Step[] {
  const bridges = lab.graph
    .mapNodes((_key, node) => node)
    .filter((node) => node.kind === "bridge")
    .map((node): Step => {
      const dev = bridgeDeviceOf(node);
      const written = node.interfaces.find((iface) => iface.name === dev);
      return { op: "bridge.add", node: node.name, dev, ...bridgeOptions(written?.device), at: written?.at ?? node.at };
    });
  const veths = lab.graph.mapEdges((_key, link): Step => {
    const [a, b] = link.ends;
    return {
      op: "veth.add",
      a: { node: a.node, dev: a.ifname, mac: a.mac },
      b: { node: b.node, dev: b.ifname, mac: b.mac },
      mtu: link.mtu,
      at: link.at,
    };
  });
  return [...bridges, ...veths];
}
