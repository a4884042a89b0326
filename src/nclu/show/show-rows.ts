// Knows: the forms of `net show …` and what each is made from.
// Refuses to know: how answers are printed (format-show.ts).

import type { ShowQuestion, ShowRow } from "../grammar/row.ts";

const local = (syntax: string, what: string): ShowRow => ({ syntax, to: [], view: { kind: "local", what } });
const asks = (syntax: string, format: string, ...questions: readonly (string | ShowQuestion)[]): ShowRow => ({
  syntax,
  to: [],
  view: { kind: "ask", format, asks: questions.map((one) => (typeof one === "string" ? { ask: one } : one)) },
});
const vtysh = (syntax: string, command: string): ShowRow => asks(syntax, "plain", `vtysh ${command}`);
/** Under a heading that repeats the command, as NCLU puts several answers into one. */
const headed = (command: string): ShowQuestion => ({ title: command, ask: `vtysh ${command}` });

const json = "[<json:json>]";

const configuration: readonly ShowRow[] = [
  local(`configuration ${json}`, "configuration"),
  ...["commands", "files", "acl", "bgp", "multicast", "ospf", "ospf6", "dns", "snmp-server", "syslog"].map((part) =>
    local(`configuration ${part} ${json}`, `configuration ${part}`),
  ),
  local(`configuration interface [<iface:If>] ${json}`, "configuration interface"),
  local("commit history", "commit history"),
  local("commit <commit:Number|last>", "commit"),
  local("rollback <commit:Number|last>", "rollback"),
  local("rollback description <words:Rest>", "rollback description"),
  local("hostname", "hostname"),
  local("clag", "nothing"),
];

const vrf = "[vrf <vrf:Vrf>]";

const routes: readonly ShowRow[] = [
  asks(`route ${vrf}`, "headed", headed("show ip route[ vrf {vrf}]"), headed("show ipv6 route[ vrf {vrf}]")),
  vtysh(`route ipv4 ${json}`, "show ip route[ {json}]"),
  vtysh(`route ipv6 ${json}`, "show ipv6 route[ {json}]"),
  vtysh(`route summary ${vrf}`, "show ip route[ vrf {vrf}] summary"),
  asks("route <protocol:bgp|ospf|static|connected|kernel>", "headed", {
    title: "RIB entry for {protocol}",
    ask: "vtysh show ip route {protocol}",
  }),
  ...(
    [
      ["Ip4", "ip route get fibmatch {to}[ vrf {vrf}]"],
      ["Net4", "ip route show {to}[ vrf {vrf}]"],
    ] as const
  ).flatMap(([type, fib]) =>
    [`route <to:${type}>`, `route <to:${type}> vrf <vrf:Vrf>`, `route vrf <vrf:Vrf> <to:${type}>`].map((syntax) =>
      asks(
        syntax,
        "route-entry",
        { title: "RIB entry for {to}[ in vrf {vrf}]", ask: "vtysh show ip route[ vrf {vrf}] {to}" },
        { title: "FIB entry for {to}[ in vrf {vrf}]", ask: fib },
      ),
    ),
  ),
];

const bgp: readonly ShowRow[] = [
  asks(
    "bgp summary",
    "bgp-summary",
    headed("show bgp ipv4 unicast summary"),
    headed("show bgp ipv6 unicast summary"),
    headed("show bgp l2vpn evpn summary"),
  ),
  asks("bgp", "headed", headed("show bgp ipv4 unicast"), headed("show bgp ipv6 unicast")),
  vtysh("bgp summary json", "show bgp summary json"),
  ...(
    [
      [`bgp ${vrf} ipv4 unicast`, "show bgp[ vrf {vrf}] ipv4 unicast"],
      [`bgp ${vrf} ipv6 unicast`, "show bgp[ vrf {vrf}] ipv6 unicast"],
    ] as const
  ).flatMap(([head, command]) => [
    vtysh(`${head} ${json}`, `${command}[ {json}]`),
    asks(`${head} summary`, "bgp-summary-plain", `vtysh ${command} summary`),
    vtysh(`${head} summary json`, `${command} summary json`),
    vtysh(`${head} <prefix:Net4|Net6|Ip> ${json}`, `${command} {prefix}[ {json}]`),
    vtysh(
      `${head} neighbor <peer:Peer> <what:routes|advertised-routes|received-routes> ${json}`,
      `${command} neighbors {peer} {what}[ {json}]`,
    ),
  ]),
  asks("bgp vrf <vrf:Vrf> summary", "bgp-summary-plain", "vtysh show bgp vrf {vrf} summary"),
  asks("bgp vrf <vrf:Vrf>", "plain", "vtysh show bgp vrf {vrf} ipv4 unicast"),
  vtysh(`bgp <prefix:Net4|Ip4> ${json}`, "show bgp ipv4 unicast {prefix}[ {json}]"),
  vtysh(`bgp <prefix:Net6|Ip6> ${json}`, "show bgp ipv6 unicast {prefix}[ {json}]"),
  vtysh(`bgp neighbor [<peer:Peer>] ${json}`, "show bgp neighbors[ {peer}][ {json}]"),
  vtysh(`bgp vrf <vrf:Vrf> neighbor [<peer:Peer>] ${json}`, "show bgp vrf {vrf} neighbors[ {peer}][ {json}]"),
  vtysh(
    "bgp neighbor <peer:Peer> <what:routes|advertised-routes|received-routes>",
    "show bgp ipv4 unicast neighbors {peer} {what}",
  ),
  asks("bgp [l2vpn] evpn summary", "bgp-summary-plain", "vtysh show bgp l2vpn evpn summary"),
  vtysh(`bgp [l2vpn] evpn route ${json}`, "show bgp l2vpn evpn route[ {json}]"),
  vtysh("bgp [l2vpn] evpn route type <type:macip|multicast|prefix>", "show bgp l2vpn evpn route type {type}"),
  vtysh("bgp [l2vpn] evpn route rd <rd:RouteTarget>", "show bgp l2vpn evpn route rd {rd}"),
  vtysh(`bgp [l2vpn] evpn vni [<vni:1-16777215>]`, "show bgp l2vpn evpn vni[ {vni}]"),
  vtysh("bgp [l2vpn] evpn", "show bgp l2vpn evpn"),
];

const others: readonly ShowRow[] = [
  vtysh("evpn", "show evpn"),
  vtysh("evpn vni [<vni:1-16777215>]", "show evpn vni[ {vni}]"),
  vtysh("evpn arp-cache", "show evpn arp-cache vni all"),
  vtysh("evpn mac vni <vni:all|1-16777215>", "show evpn mac vni {vni}"),
  vtysh("evpn arp-cache vni <vni:all|1-16777215>", "show evpn arp-cache vni {vni}"),
  vtysh("evpn rmac vni <vni:all|1-16777215>", "show evpn rmac vni {vni}"),
  vtysh("evpn next-hops vni <vni:all|1-16777215>", "show evpn next-hops vni {vni}"),
  vtysh("vrf vni", "show vrf vni"),
  asks("vrf list", "vrf-list", "ip -j -d link show type vrf"),
  vtysh(`ospf ${vrf}`, "show ip ospf[ vrf {vrf}]"),
  vtysh(`ospf ${vrf} neighbor [<iface:If>]`, "show ip ospf[ vrf {vrf}] neighbor[ {iface}]"),
  vtysh(`ospf ${vrf} neighbor detail`, "show ip ospf[ vrf {vrf}] neighbor detail"),
  vtysh(`ospf ${vrf} interface [<iface:If>]`, "show ip ospf[ vrf {vrf}] interface[ {iface}]"),
  vtysh(`ospf ${vrf} route`, "show ip ospf[ vrf {vrf}] route"),
  vtysh("ospf database", "show ip ospf database"),
  vtysh("ospf database router [<router:Ip4>]", "show ip ospf database router[ {router}]"),
  vtysh("debugs", "show debugging"),
  vtysh("bfd", "show bfd peers"),
  asks("neighbor", "plain", "ip neighbor show"),
  asks("version", "version", "vtysh show version"),
  asks("system", "version", "vtysh show version"),
  asks("time", "plain", "date"),
];

const links = ["ip -s -d -j address show", "lldp", "bridge -j vlan show"] as const;

const interfaces: readonly ShowRow[] = [
  asks("interface", "interfaces", ...links),
  asks("interface json", "plain", "ip -s -d -j address show"),
  asks("interface all", "interfaces-all", ...links),
  asks("interface bonds", "interfaces-bonds", ...links),
  asks("interface bondmems", "interfaces-bondmems", ...links),
  asks(
    "interface <iface:If>",
    "interface-detail",
    ...links,
    "ip -j neighbor show dev {iface}",
    "vtysh show interface {iface}",
  ),
  asks("lldp", "lldp", ...links),
  asks("lldp <iface:If>", "lldp", ...links),
  asks("counters", "counters", "ip -s -d -j address show"),
  asks("bridge macs", "bridge-macs", "bridge -s -j fdb show"),
  asks("bridge macs <dynamic:dynamic>", "bridge-macs", "bridge -s -j fdb show"),
  asks("bridge macs vlan <vlan:1-4094>", "bridge-macs", "bridge -s -j fdb show"),
  asks("bridge macs <mac:Mac>", "bridge-macs", "bridge -s -j fdb show"),
  asks("bridge vlan", "bridge-vlan", "bridge -j vlan show"),
];

export const showRows: readonly ShowRow[] = [...configuration, ...routes, ...bgp, ...others, ...interfaces];
