// Knows: `net add ospf …` and `net add ospf6 …`: lines under `router ospf`.
// Refuses to know: what is set per interface (port.ts).

import { block, frr, type Row } from "./row.ts";

const line = (words: string, text: string): Row => ({
  syntax: `ospf [vrf <vrf:Vrf>] ${words}`,
  to: [frr([block.ospf], text)],
});

export const ospfRows: readonly Row[] = [
  line("router-id <id:Ip4>", "ospf router-id {=id}"),
  line("network <prefix:Net4> area <area:Area>", "network {prefix} area {=area}"),
  // FRR 7.5 and later keep these two on the interface; frr.conf is written as FRR would write it.
  { syntax: "ospf passive-interface <iface:Ifs>", to: [frr(["interface {iface}"], "ip ospf passive", "passive")] },
  { syntax: "ospf passive-interface default", to: [frr([block.ospf], "passive-interface default")] },
  line(
    "redistribute <what:connected|static|bgp|kernel> [route-map <map:RouteMap>]",
    "redistribute {what}[ route-map {=map}]",
  ),
  line("area <area:Area> stub", "area {area} stub"),
  line("area <area:Area> stub no-summary", "area {area} stub no-summary"),
  line("area <area:Area> nssa", "area {area} nssa"),
  line("area <area:Area> range <prefix:Net4>", "area {area} range {prefix}"),
  line("area <area:Area> authentication message-digest", "area {area} authentication message-digest"),
  line("auto-cost reference-bandwidth <mbps:1-4294967>", "auto-cost reference-bandwidth {=mbps}"),
  line(
    "timers throttle spf <delay:0-600000> <hold:0-600000> <max:0-600000>",
    "timers throttle spf {=delay} {=hold} {=max}",
  ),
  line("max-metric router-lsa administrative", "max-metric router-lsa administrative"),
  line("max-metric router-lsa on-startup <seconds:5-86400>", "max-metric router-lsa on-startup {=seconds}"),
  line("default-information originate", "default-information originate"),
  line("default-information originate always", "default-information originate always"),
  line("distance <distance:1-255>", "distance {=distance}"),
  line("log-adjacency-changes", "log-adjacency-changes"),
  line("log-adjacency-changes detail", "log-adjacency-changes detail"),
  { syntax: "ospf [vrf <vrf:Vrf>]", to: [{ kind: "drop-lines", path: [block.ospf], prefix: "" }], only: "del" },
  { syntax: "ospf6 router-id <id:Ip4>", to: [frr(["router ospf6"], "ospf6 router-id {=id}")] },
  {
    syntax: "ospf6 redistribute <what:connected|static|bgp|kernel>",
    to: [frr(["router ospf6"], "redistribute {what}")],
  },
  {
    syntax: "ospf6 interface <iface:Ifs> area <area:Area>",
    to: [frr(["router ospf6"], "interface {iface} area {=area}")],
  },
];
