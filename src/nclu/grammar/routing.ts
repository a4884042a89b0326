// Knows: `net add routing …`: static routes, prefix lists, route maps, communities, and FRR's global lines.
// Refuses to know: the routing protocols.

import { block, frr, type Row } from "./row.ts";

const top = (words: string, text: string): Row => ({ syntax: `routing ${words}`, to: [frr([], text)] });

// Null0 is a name like an interface's.
const hop = (ip: string): string => `<hop:${ip}|If|blackhole|reject>`;

const routes: readonly Row[] = (
  [
    ["ip", "Net4", "Ip4"],
    ["ipv6", "Net6", "Ip6"],
  ] as const
).flatMap(([word, net, ip]): Row[] => [
  top(`route <prefix:${net}> ${hop(ip)} [<distance:1-255>]`, `${word} route {prefix} {hop}[ {=distance}]`),
  top(`route <prefix:${net}> ${hop(ip)} nexthop-vrf <from:Vrf>`, `${word} route {prefix} {hop} nexthop-vrf {from}`),
  // A route in a VRF is a line of the VRF's block.
  {
    syntax: `routing route <prefix:${net}> ${hop(ip)} vrf <vrf:Vrf> [nexthop-vrf <from:Vrf>]`,
    to: [frr([block.vrf], `${word} route {prefix} {hop}[ nexthop-vrf {from}]`)],
  },
]);

const action = "<action:permit|deny>";
const map = `routing route-map <map:Name> ${action} <number:1-65535>`;
const inMap = (words: string, text: string): Row => ({
  syntax: `${map} ${words}`,
  to: [frr(["route-map {map} {action} {number}"], text)],
});

const routeMaps: readonly Row[] = [
  { syntax: map, to: [frr([], "route-map {map} {action} {number}")] },
  inMap("match ip address prefix-list <list:Name>", "match ip address prefix-list {=list}"),
  inMap("match ipv6 address prefix-list <list:Name>", "match ipv6 address prefix-list {=list}"),
  inMap("match interface <iface:If>", "match interface {=iface}"),
  inMap("match community <list:Name>", "match community {=list}"),
  inMap("match as-path <list:Name>", "match as-path {=list}"),
  inMap("match tag <tag:1-4294967295>", "match tag {=tag}"),
  inMap("match evpn vni <vni:1-16777215>", "match evpn vni {=vni}"),
  inMap("match evpn route-type <kind:macip|multicast|prefix>", "match evpn route-type {=kind}"),
  inMap("set metric <metric:0-4294967295>", "set metric {=metric}"),
  inMap("set community <community:Community> [<additive:additive>]", "set community {=community}[ {=additive}]"),
  inMap("set local-preference <preference:0-4294967295>", "set local-preference {=preference}"),
  inMap("set as-path prepend <path:Rest>", "set as-path prepend {=path...}"),
  inMap("set ip next-hop <hop:Ip4>", "set ip next-hop {=hop}"),
  inMap("set src <source:Ip>", "set src {=source}"),
  inMap("set tag <tag:1-4294967295>", "set tag {=tag}"),
  inMap("set weight <weight:0-4294967295>", "set weight {=weight}"),
  {
    syntax: "routing route-map <map:Name>",
    to: [{ kind: "drop-lines", path: [], prefix: "route-map {map} " }],
    only: "del",
  },
];

/** `seq` left out is the next multiple of five, as FRR numbers them (side of apply-command.ts). */
const prefixLists: readonly Row[] = (
  [
    ["ipv4", "ip", "Net4"],
    ["ipv6", "ipv6", "Net6"],
  ] as const
).flatMap(([family, word, net]): Row[] => {
  const bounds = net === "Net4" ? "0-32" : "0-128";
  const start = `routing prefix-list ${family} <list:Name>`;
  return [
    top(
      `prefix-list ${family} <list:Name> [seq <seq:1-4294967295>] ${action} <prefix:${net}|any> [ge <ge:${bounds}>] [le <le:${bounds}>]`,
      `${word} prefix-list {list} seq {seq} {=action} {=prefix}[ ge {=ge}][ le {=le}]`,
    ),
    {
      ...top(
        `prefix-list ${family} <list:Name> [seq <seq:1-4294967295>] ${action} <prefix:${net}> le <le:${bounds}> ge <ge:${bounds}>`,
        `${word} prefix-list {list} seq {seq} {=action} {=prefix}[ ge {=ge}][ le {=le}]`,
      ),
      only: "add",
    },
    { syntax: start, to: [{ kind: "drop-lines", path: [], prefix: `${word} prefix-list {list} ` }], only: "del" },
  ];
});

export const routingRows: readonly Row[] = [
  ...routes,
  ...prefixLists,
  ...routeMaps,
  top(
    "protocol <protocol:bgp|ospf|static|connected> route-map <map:RouteMap>",
    "ip protocol {protocol} route-map {=map}",
  ),
  top(
    "community-list standard <list:Name> [seq <seq:1-4294967295>] <action:permit|deny> <community:Community>",
    "bgp community-list standard {list} seq {seq} {=action} {=community}",
  ),
  top(
    "as-path <list:Name> [seq <seq:1-4294967295>] <action:permit|deny> <pattern:Rest>",
    "bgp as-path access-list {list} seq {seq} {=action} {=pattern...}",
  ),
  top("defaults <profile:datacenter|traditional>", "frr defaults {=profile}"),
  top("service integrated-vtysh-config", "service integrated-vtysh-config"),
  top(
    "log syslog [<level:emergencies|alerts|critical|errors|warnings|notifications|informational|debugging>]",
    "log syslog[ {=level}]",
  ),
  top("log file <file:Name> [<level:debugging|informational|warnings|errors>]", "log file {=file}[ {=level}]"),
  top("log timestamp precision <digits:0-6>", "log timestamp precision {=digits}"),
  {
    syntax: "routing line vty exec-timeout <minutes:0-35791> <seconds:0-2147483>",
    to: [frr(["line vty"], "exec-timeout {=minutes} {=seconds}")],
  },
  {
    ...top("ptm-enable", "ptm-enable"),
    stored: "routing ptm-enable",
    to: [{ kind: "line", file: "/var/lib/cumulus/nclu/stored.conf", line: "routing ptm-enable" }],
  },
];
