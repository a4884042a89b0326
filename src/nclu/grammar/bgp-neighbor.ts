// Knows: `net add bgp neighbor …`: sessions, peer groups, and what each does per address family.
// Refuses to know: the rest of BGP (bgp.ts).

import { block, frr, type Row } from "./row.ts";

const head = "bgp [vrf <vrf:Vrf>]";
const remote = "<as:Asn|external|internal>";

/** `neighbor PEER …` under `router bgp`, for any kind of peer. */
const session = (words: string, text: string, fallback: "on" | "off" = "off"): Row => ({
  syntax: `${head} neighbor <peer:Peer> ${words}`,
  to: [frr([block.bgp], `neighbor {peer} ${text}`, fallback)],
});

const sessions: readonly Row[] = [
  {
    syntax: `${head} neighbor <peer:PeerInterface> [interface] [<v6only:v6only>] remote-as ${remote}`,
    // Posts leave `interface` out; FRR 8 refuses that unless the neighbour exists ("Create the peer-group or interface first").
    to: [frr([block.bgp], "neighbor {peer} interface[ {=v6only}] remote-as {=as}")],
  },
  {
    syntax: `${head} neighbor <peer:PeerInterface> [interface] [<v6only:v6only>] peer-group <group:Group>`,
    to: [frr([block.bgp], "neighbor {peer} interface[ {=v6only}] peer-group {=group}")],
  },
  { syntax: `${head} neighbor <peer:NewGroup> peer-group`, to: [frr([block.bgp], "neighbor {peer} peer-group")] },
  {
    syntax: `${head} neighbor <peer:PeerAddress|Group> remote-as ${remote}`,
    to: [frr([block.bgp], "neighbor {peer} remote-as {=as}")],
  },
  {
    syntax: `${head} neighbor <peer:PeerAddress> peer-group <group:Group>`,
    to: [frr([block.bgp], "neighbor {peer} peer-group {=group}")],
  },
  session("description <text:Rest>", "description {=text...}"),
  session("update-source <source:Ip|If>", "update-source {=source}"),
  session("ebgp-multihop [<hops:1-255>]", "ebgp-multihop[ {=hops}]"),
  session("ttl-security hops <hops:1-254>", "ttl-security hops {=hops}"),
  session("password <password:Name>", "password {=password}"),
  session("timers <keepalive:0-65535> <hold:0-65535>", "timers {=keepalive} {=hold}"),
  session("timers connect <seconds:1-65535>", "timers connect {=seconds}"),
  session("advertisement-interval <seconds:0-600>", "advertisement-interval {=seconds}"),
  session("capability extended-nexthop", "capability extended-nexthop"),
  session("capability dynamic", "capability dynamic"),
  session(
    "bfd [<multiplier:2-255> <receive:50-60000> <transmit:50-60000>]",
    "bfd[ {=multiplier} {=receive} {=transmit}]",
  ),
  session(
    "local-as <local:Asn> [<prepend:no-prepend> [<replace:replace-as>]]",
    "local-as {=local}[ {=prepend}][ {=replace}]",
  ),
  session("graceful-restart", "graceful-restart"),
  session("passive", "passive"),
  session("shutdown", "shutdown"),
  session("solo", "solo"),
  {
    syntax: `${head} neighbor <peer:Peer>`,
    to: [
      { kind: "drop-lines", path: [block.bgp], prefix: "neighbor {peer} " },
      ...[block.ipv4, block.ipv6, block.evpn].map(
        (family) => ({ kind: "drop-lines", path: [block.bgp, family], prefix: "neighbor {peer} " }) as const,
      ),
    ],
    only: "del",
  },
];

type Family = { readonly written: string; readonly block: string; readonly activated: "on" | "off" };

const families: readonly Family[] = [
  // IPv4 unicast is on for every neighbour unless told otherwise.
  { written: "[ipv4 unicast]", block: block.ipv4, activated: "on" },
  { written: "ipv6 unicast", block: block.ipv6, activated: "off" },
  { written: "[l2vpn] evpn", block: block.evpn, activated: "off" },
];

const perFamily: readonly Row[] = families.flatMap((family): Row[] => {
  const line = (words: string, text: string, fallback: "on" | "off" = "off"): Row => ({
    syntax: `${head} ${family.written} neighbor <peer:Peer> ${words}`,
    to: [frr([block.bgp, family.block], `neighbor {peer} ${text}`, fallback)],
  });
  return [
    line("activate", "activate", family.activated),
    line("route-reflector-client", "route-reflector-client"),
    line("route-server-client", "route-server-client"),
    line("next-hop-self [<force:force>]", "next-hop-self[ {=force}]"),
    line("prefix-list <list:Name> <direction:in|out>", "prefix-list {=list} {direction}"),
    line("filter-list <list:Name> <direction:in|out>", "filter-list {=list} {direction}"),
    line("route-map <map:RouteMap> <direction:in|out>", "route-map {=map} {direction}"),
    line("allowas-in [<times:1-10|origin>]", "allowas-in[ {=times}]"),
    line("soft-reconfiguration inbound", "soft-reconfiguration inbound"),
    line("send-community [<which:both|extended|large|standard|all>]", "send-community[ {which}]"),
    line("default-originate [route-map <map:RouteMap>]", "default-originate[ route-map {=map}]"),
    line("maximum-prefix <prefixes:1-4294967295>", "maximum-prefix {=prefixes}"),
    line("weight <weight:0-65535>", "weight {=weight}"),
    line("as-override", "as-override"),
    line("remove-private-AS [<all:all>]", "remove-private-AS[ {=all}]"),
    line("attribute-unchanged", "attribute-unchanged"),
    line("addpath-tx-all-paths", "addpath-tx-all-paths"),
  ];
});

/** `bgp l2vpn evpn neighbor A remote-as N` sets the session as well. */
const evpnRemote: readonly Row[] = [
  {
    syntax: `${head} [l2vpn] evpn neighbor <peer:PeerAddress|Group> remote-as ${remote}`,
    to: [frr([block.bgp], "neighbor {peer} remote-as {=as}"), frr([block.bgp, block.evpn], "neighbor {peer} activate")],
    only: "add",
  },
];

export const bgpNeighborRows: readonly Row[] = [...sessions, ...perFamily, ...evpnRemote];
