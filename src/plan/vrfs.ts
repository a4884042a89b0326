// Knows: what a VRF needs besides its interfaces: a last word for packets that no route of it takes.
// Refuses to know: its members (interfaces.ts) and its routes (interfaces.ts too).

import type { LabNode } from "../model/lab.ts";
import type { Step } from "./step.ts";

/** The metric of the kernel's documentation (networking/vrf.rst): the last a routing daemon could use, plus a bit. */
const lastMetric = 4278198272;

/** Without it a lookup that finds nothing in the VRF goes on to the main table, and the tenants see each other. */
export function planVrfDefaults(node: LabNode): Step[] {
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
