// Knows: the order of FRR's running configuration, block by block.
// Refuses to know: the file around it (frr-file.ts).
//
// Read off `show running-config` of FRR 8.4.4 with every line of the grammar set; the top level is Cumulus' (static
// routes after the routers).

import { compareNatural } from "../base/sort.ts";
import type { FrrNode } from "./model.ts";

const top: readonly RegExp[] = [
  /^frr version /,
  /^frr defaults /,
  /^hostname /,
  /^username /,
  /^(password|enable) /,
  /^service /,
  /^log /,
  /^(no )?zebra nexthop /,
  /^debug /,
  /^interface /,
  /^vrf /,
  /^router bgp \d+$/,
  /^router bgp \d+ vrf /,
  /^router ospf$/,
  /^router ospf vrf /,
  /^router /,
  /^ip route /,
  /^ipv6 route /,
  /^ip prefix-list /,
  /^ipv6 prefix-list /,
  /^bgp as-path /,
  /^bgp community-list /,
  /^route-map /,
  /^(ip|ipv6) protocol /,
  /^line /,
];

/** The lines in front of everything that is configured: they say which FRR this is, not what it does. */
const header = /^(frr |hostname |username |password |enable |service |log syslog|(no )?zebra nexthop )/;

/** What makes today's FRR write routes as Cumulus' did: a line of the file that no command of NCLU stands for. */
export function isNextHopLine(text: string): boolean {
  return /^(no )?zebra nexthop /.test(text);
}

export function isHeaderLine(text: string): boolean {
  return header.test(text);
}

const bgp: readonly RegExp[] = [
  /^bgp router-id /,
  /^(no )?bgp log-neighbor/,
  /^bgp always-compare-med/,
  /^(no )?bgp default ipv4/,
  /^(no )?bgp default show/,
  /^bgp default /,
  /^bgp cluster-id/,
  /^bgp confederation/,
  /^(no )?bgp deterministic/,
  /^bgp max-med/,
  /^bgp graceful-shutdown/,
  /^bgp graceful-restart/,
  /^bgp bestpath as-path/,
  /^bgp bestpath/,
  /^coalesce-time/,
  /^update-delay/,
  /^timers /,
  /^bgp listen limit/,
  /^(no )?neighbor /,
  /^bgp listen range/,
  /^address-family ipv4 unicast/,
  /^address-family ipv6 unicast/,
  /^address-family l2vpn evpn/,
];

const session: readonly RegExp[] = [
  / (peer-group$|remote-as|interface)/,
  / peer-group /,
  / local-as /,
  / description /,
  / shutdown/,
  / bfd/,
  / password /,
  / solo/,
  / ebgp-multihop/,
  / ttl-security/,
  / update-source/,
  / advertisement-interval/,
  / timers \d/,
  / timers connect/,
  / capability dynamic/,
  / capability extended/,
];

const family: readonly RegExp[] = [
  /^network /,
  /^aggregate-address /,
  /^redistribute /,
  /^(no )?neighbor /,
  /^advertise-all-vni/,
  /^vni /,
  /^advertise-default-gw/,
  /^advertise-svi-ip/,
  /^advertise /,
  /^default-originate/,
  /^rd /,
  /^route-target /,
  /^maximum-paths \d/,
  /^maximum-paths ibgp/,
  /^table-map/,
  /^import vrf route-map/,
  /^import vrf/,
];

const familyNeighbor: readonly RegExp[] = [
  / activate/,
  / addpath/,
  / route-reflector-client/,
  / route-server-client/,
  / next-hop-self/,
  / as-override/,
  / remove-private/,
  / send-community/,
  / default-originate/,
  / soft-reconfiguration/,
  / maximum-prefix/,
  / allowas-in/,
  / weight/,
  / prefix-list/,
  / route-map/,
  / filter-list/,
];

const ospf: readonly RegExp[] = [
  /^ospf router-id/,
  /^log-adjacency/,
  /^auto-cost/,
  /^timers/,
  /^max-metric/,
  /^redistribute/,
  /^(no )?passive-interface/,
  /^network/,
  /^area \S+ range/,
  /^area/,
  /^default-information/,
  /^distance/,
];

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
