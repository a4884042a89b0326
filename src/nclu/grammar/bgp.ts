// Knows: `net add bgp …`: the router itself and its address families.
// Refuses to know: neighbours (bgp-neighbor.ts).

import { block, frr, type Row } from "./row.ts";

const head = "bgp [vrf <vrf:Vrf>]";

const global = (words: string, text: string, fallback: "on" | "off" = "off"): Row => ({
  syntax: `${head} ${words}`,
  to: [frr([block.bgp], text, fallback)],
});

/** A line in one family; `written` is how the command says the family (it may be optional). */
const inFamily = (written: string, family: string, words: string, text: string): Row => ({
  syntax: `${head} ${written} ${words}`,
  to: [frr([block.bgp, family], text)],
});

const globals: readonly Row[] = [
  { syntax: `${head} autonomous-system <as:Asn>`, to: [frr([], "router bgp {=as}[ vrf {vrf}]")] },
  global("router-id <id:Ip4>", "bgp router-id {=id}"),
  global("cluster-id <id:Ip4>", "bgp cluster-id {=id}"),
  global("bestpath as-path multipath-relax", "bgp bestpath as-path multipath-relax"),
  global("bestpath as-path ignore", "bgp bestpath as-path ignore"),
  global("bestpath compare-routerid", "bgp bestpath compare-routerid"),
  global("always-compare-med", "bgp always-compare-med"),
  global("deterministic-med", "bgp deterministic-med", "on"),
  global("log-neighbor-changes", "bgp log-neighbor-changes", "on"),
  global("default ipv4-unicast", "bgp default ipv4-unicast", "on"),
  global("default show-hostname", "bgp default show-hostname", "on"),
  global("default local-preference <preference:0-4294967295>", "bgp default local-preference {=preference}"),
  global("graceful-shutdown", "bgp graceful-shutdown"),
  global("graceful-restart", "bgp graceful-restart"),
  global("max-med administrative", "bgp max-med administrative"),
  global("max-med on-startup <seconds:5-86400>", "bgp max-med on-startup {=seconds}"),
  global("timers <keepalive:0-65535> <hold:0-65535>", "timers bgp {=keepalive} {=hold}"),
  global("listen limit <limit:1-65535>", "bgp listen limit {=limit}"),
  global("listen range <prefix:Net4|Net6> peer-group <group:Group>", "bgp listen range {prefix} peer-group {=group}"),
  global("coalesce-time <milliseconds:0-4294967295>", "coalesce-time {=milliseconds}"),
  global("update-delay <seconds:0-3600>", "update-delay {=seconds}"),
  { syntax: head, to: [{ kind: "drop-lines", path: [block.bgp], prefix: "" }], only: "del" },
];

const families: readonly Row[] = (
  [
    ["[ipv4 unicast]", block.ipv4, "Net4"],
    ["ipv6 unicast", block.ipv6, "Net6"],
  ] as const
).flatMap(([written, family, net]): Row[] => {
  const line = (words: string, text: string): Row => inFamily(written, family, words, text);
  return [
    line(`network <prefix:${net}> [route-map <map:RouteMap>]`, "network {prefix}[ route-map {=map}]"),
    line(`aggregate-address <prefix:${net}> [<summary:summary-only>]`, "aggregate-address {prefix}[ {=summary}]"),
    line(
      "redistribute <what:connected|static|ospf|ospf6|kernel> [route-map <map:RouteMap>]",
      "redistribute {what}[ route-map {=map}]",
    ),
    line("maximum-paths <paths:1-256>", "maximum-paths {=paths}"),
    line("maximum-paths ibgp <paths:1-256>", "maximum-paths ibgp {=paths}"),
    line("import vrf <from:Vrf>", "import vrf {from}"),
    line("import vrf route-map <map:RouteMap>", "import vrf route-map {=map}"),
    line("table-map <map:RouteMap>", "table-map {=map}"),
  ];
});
// An IPv6 prefix without a family goes where it belongs.
const network6: Row = {
  syntax: `${head} network <prefix:Net6>`,
  to: [frr([block.bgp, block.ipv6], "network {prefix}")],
  only: "add",
};

const evpn = (words: string, text: string): Row => inFamily("[l2vpn] evpn", block.evpn, words, text);
const evpnVni = (words: string, text: string): Row => ({
  syntax: `${head} [l2vpn] evpn vni <vni:1-16777215> ${words}`,
  to: [frr([block.bgp, block.evpn, "vni {vni}"], text)],
});

const evpnLines: readonly Row[] = [
  evpn("advertise-all-vni", "advertise-all-vni"),
  evpn("advertise-default-gw", "advertise-default-gw"),
  evpn("advertise-svi-ip", "advertise-svi-ip"),
  evpn(
    "advertise <family:ipv4|ipv6> unicast [route-map <map:RouteMap>]",
    "advertise {family} unicast[ route-map {=map}]",
  ),
  evpn("default-originate <family:ipv4|ipv6>", "default-originate {family}"),
  evpn("rd <rd:RouteTarget>", "rd {=rd}"),
  evpn("route-target <direction:import|export|both> <target:RouteTarget>", "route-target {direction} {target}"),
  evpn("dup-addr-detection", "dup-addr-detection"),
  evpnVni("rd <rd:RouteTarget>", "rd {=rd}"),
  evpnVni("route-target <direction:import|export|both> <target:RouteTarget>", "route-target {direction} {target}"),
  evpnVni("advertise-svi-ip", "advertise-svi-ip"),
  evpnVni("advertise-default-gw", "advertise-default-gw"),
];

export const bgpRows: readonly Row[] = [...globals, ...families, network6, ...evpnLines];
