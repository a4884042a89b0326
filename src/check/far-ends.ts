// Knows: who is at the other end of each interface of a node, through the switches between them.
// Refuses to know: what they say to each other.

import type { Lab, LabNode, LinkEnd } from "../model/lab.ts";
import { linksOf } from "../model/places.ts";

export interface FarEnd {
  /** The interface of the node that is asked about. */
  readonly ifname: string;
  readonly far: { readonly node: LabNode; readonly ifname: string };
}

/** Everybody who hears what the node sends, in the order of the lab file; a switch is passed through, not listed. */
export function farEndsOf(lab: Lab, node: string): FarEnd[] {
  return linksOf(lab, node).flatMap(({ ends }) => {
    const [near, far] = ends[0].node === node ? ends : [ends[1], ends[0]];
    return endsBeyond(lab, far, new Set([node])).map((end) => ({ ifname: near.ifname, far: end }));
  });
}

/** `passed` grows on the way: switches may be wired in a ring. */
function endsBeyond(lab: Lab, { node: name, ifname }: LinkEnd, passed: Set<string>): FarEnd["far"][] {
  if (passed.has(name)) return [];
  const node = lab.graph.getNodeAttributes(name);
  if (node.kind !== "bridge") return [{ node, ifname }];
  passed.add(name);
  return linksOf(lab, name).flatMap(({ ends }) => {
    const far = ends[0].node === name ? ends[1] : ends[0];
    return endsBeyond(lab, far, passed);
  });
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
