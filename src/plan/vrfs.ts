// Knows: what makes a VRF tight: a last word for packets that no route of it takes, and no way round it.
// Refuses to know: its members (interfaces.ts) and its routes (interfaces.ts too).

import type { LabNode } from "../model/lab.ts";
import type { Step } from "./step.ts";

/** The metric of the kernel's documentation (networking/vrf.rst): the last a routing daemon could use, plus a bit. */
const lastMetric = 4278198272;

/** After the rule that sends a VRF's packets to its table (1000, drivers/net/vrf.c), before the main table (32766). */
const localPriority = 32765;

/** In a node with VRFs, what it takes for packets of one to stay in it. */
export function planVrfIsolation(node: LabNode): Step[] {
  return [...planDefaults(node), ...planLocalRule(node)];
}

/**
 * The kernel asks the table of local addresses before all else, so a packet that came in through one VRF would be
 * delivered to an address of another. The kernel's documentation (networking/vrf.rst) has the rule moved behind.
 */
function planLocalRule(node: LabNode): Step[] {
  const first = node.interfaces.find(({ device }) => device?.kind === "vrf");
  if (!first) return [];
  const nothing = { from: undefined, to: undefined, iif: undefined, oif: undefined, fwmark: undefined };
  return ([4, 6] as const).flatMap((family): Step[] => [
    {
      op: "rule.add",
      node: node.name,
      rule: { family, priority: localPriority, ...nothing, then: 255 }, // RT_TABLE_LOCAL
      at: first.at,
    },
    { op: "rule.delete", node: node.name, family, priority: 0, at: first.at },
  ]);
}

/** Without it a lookup that finds nothing in the VRF goes on to the main table, and the tenants see each other. */
function planDefaults(node: LabNode): Step[] {
  return node.interfaces.flatMap(({ name, device, at }): Step[] => {
    if (device?.kind !== "vrf") return [];
    return ["0.0.0.0/0", "::/0"].map((to) => ({
      op: "route.add",
      node: node.name,
      to,
      via: undefined,
      dev: undefined,
      metric: lastMetric,
      type: "unreachable",
      vrf: name,
      at,
    }));
  });
}
