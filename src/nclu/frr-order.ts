// Knows: how the lines of a block are put into the order of FRR's running configuration.
// Refuses to know: what that order is (frr-ranks.ts), and the file around it (frr-file.ts).

import { compareNatural } from "../base/sort.ts";
import { bgp, family, familyNeighbor, ospf, session, top } from "./frr-ranks.ts";
import type { FrrNode } from "./model.ts";

function rank(order: readonly RegExp[], text: string): number {
  const found = order.findIndex((pattern) => pattern.test(text));
  return found < 0 ? order.length : found;
}

/** The lines of a block (undefined: the top level) in FRR's order. */
export function sortFrr(nodes: readonly FrrNode[], header: string | undefined): readonly FrrNode[] {
  const peers = peerOrder(nodes);
  const key = (node: FrrNode): readonly (number | string)[] => {
    const { text } = node;
    if (header === undefined) return [rank(top, text), text];
    if (header.startsWith("router bgp")) {
      const peer = peerOf(text);
      return peer === undefined
        ? [rank(bgp, text), text]
        : [rank(bgp, text), peers.get(peer) ?? 0, rank(session, text), text];
    }
    if (header.startsWith("address-family")) {
      const peer = peerOf(text);
      return peer === undefined
        ? [rank(family, text), text]
        : [rank(family, text), peerRank(peer), peer, rank(familyNeighbor, text), text];
    }
    if (header.startsWith("router ospf")) return [rank(ospf, text), text];
    if (header.startsWith("route-map")) return [text.startsWith("match") ? 0 : 1, text];
    return [text];
  };
  const keyed = nodes.map((node) => ({ node, key: key(node) }));
  return keyed.toSorted((a, b) => compareKeys(a.key, b.key)).map(({ node }) => node);
}

function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    const difference = typeof x === "number" && typeof y === "number" ? x - y : compareNatural(String(x), String(y));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function peerOf(text: string): string | undefined {
  return /^(?:no )?neighbor (\S+)/.exec(text)?.[1];
}

/** Names before IPv4 before IPv6. */
function peerRank(peer: string): number {
  return peer.includes(":") ? 2 : /^\d+\./.test(peer) ? 1 : 0;
}

/** Peer groups first, each with its members behind it, then the peers on their own. */
function peerOrder(nodes: readonly FrrNode[]): ReadonlyMap<string, number> {
  const names = [...new Set(nodes.flatMap(({ text }) => peerOf(text) ?? []))];
  names.sort((a, b) => peerRank(a) - peerRank(b) || compareNatural(a, b));
  const groups = names.filter((name) => nodes.some(({ text }) => text === `neighbor ${name} peer-group`));
  const groupOf = (name: string): string | undefined =>
    nodes.flatMap(({ text }) => (peerOf(text) === name ? (/ peer-group (\S+)$/.exec(text)?.[1] ?? []) : []))[0];
  const ordered = groups.flatMap((group) => [group, ...names.filter((name) => groupOf(name) === group)]);
  return new Map([...new Set([...ordered, ...names])].map((name, i) => [name, i]));
}
