// Knows: the words every drawing of a lab uses: what stands in a node, at the end of a link, in a heading.
// Refuses to know: how a drawing is laid out.

import { formatCidr } from "../model/ip.ts";
import type { Interface, Lab, LabNode, Link, LinkEnd } from "../model/lab.ts";

export type Kind = LabNode["kind"];

export const kindTitles: Readonly<Record<Kind, string>> = {
  frr: "router (FRR)",
  cumulus: "Cumulus switch",
  host: "host",
  bridge: "LAN",
};

export function nodesOf(lab: Lab): LabNode[] {
  return lab.graph.mapNodes((_key, node) => node);
}

export function linksOf(lab: Lab): Link[] {
  return lab.graph.mapEdges((_key, link) => link);
}

export function addressesOf(iface: Interface | undefined): string[] {
  return (iface?.addresses ?? []).map((address) => formatCidr(address.cidr));
}

/** Addresses that belong to no link: loopbacks, and a bridge's own. */
export function ownAddressesOf(node: LabNode): string[] {
  return node.interfaces.filter((i) => i.peer === undefined).flatMap(addressesOf);
}

export function interfaceAt(lab: Lab, end: LinkEnd): Interface | undefined {
  return lab.graph.getNodeAttributes(end.node).interfaces.find((i) => i.name === end.ifname);
}

/** What stands at the end of a link: the interface and its addresses. Nothing at a LAN: its ports are named for the far node. */
export function endLabelOf(lab: Lab, end: LinkEnd): string[] {
  if (isImplicitLan(lab.graph.getNodeAttributes(end.node))) return [];
  return [end.ifname, ...addressesOf(interfaceAt(lab, end))];
}

/** `2 nodes, 1 link`. A LAN made of a link with several endpoints is a link to the reader, not a node. */
export function countLine(lab: Lab): string {
  const lans = nodesOf(lab).filter(isImplicitLan).length;
  const direct = linksOf(lab).filter(
    (link) => !link.ends.some((end) => isImplicitLan(lab.graph.getNodeAttributes(end.node))),
  );
  const counts: [number, string][] = [
    [lab.graph.order - lans, "node"],
    [direct.length, "link"],
    [lans, "LAN"],
  ];
  return counts
    .filter(([count, what]) => count > 0 || what === "node")
    .map(([count, what]) => `${count} ${what}${count === 1 ? "" : "s"}`)
    .join(", ");
}

export function isImplicitLan(node: LabNode): boolean {
  return node.kind === "bridge" && node.implicit;
}
