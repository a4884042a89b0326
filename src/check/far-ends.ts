// Knows: who is at the other end of each interface of a node, through the switches between them.
// Refuses to know: what they say to each other.

import type { Lab, LabNode } from "../model/lab.ts";
import { linksOf } from "../model/places.ts";

export interface FarEnd {
  /** The interface of the node that is asked about. */
  readonly ifname: string;
  readonly far: { readonly node: LabNode; readonly ifname: string };
}

/** Everybody who hears what the node sends, in the order of the lab file; a switch is passed through, not listed. */
export function farEndsOf(lab: Lab, node: string): FarEnd[] {
  const found: FarEnd[] = [];
  const follow = (at: string, ifname: string | undefined, passed: readonly string[]): void => {
    for (const { ends } of linksOf(lab, at)) {
      const [near, far] = ends[0].node === at ? ends : [ends[1], ends[0]];
      if (passed.includes(far.node)) continue;
      const own = ifname ?? near.ifname;
      const next = lab.graph.getNodeAttributes(far.node);
      if (next.kind === "bridge") follow(far.node, own, [...passed, far.node]);
      else found.push({ ifname: own, far: { node: next, ifname: far.ifname } });
    }
  };
  follow(node, undefined, [node]);
  return found;
}

/** The interfaces of `node` on which `peer` is the only router: what is heard there is said by it. */
export function interfacesOnlyTo(lab: Lab, node: string, peer: string): string[] {
  const routers = farEndsOf(lab, node).filter(({ far }) => isRouter(far.node));
  const names = new Set(routers.map(({ ifname }) => ifname));
  return [...names].filter((name) =>
    routers.every(({ ifname, far }) => ifname !== name || (far.node.name as string) === peer),
  );
}

export function isRouter(node: LabNode): node is Extract<LabNode, { kind: "frr" | "cumulus" }> {
  return node.kind === "frr" || node.kind === "cumulus";
}
