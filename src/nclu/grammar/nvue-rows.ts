// Knows: the `nv set` commands posts use, and the NCLU commands that mean the same.
// Refuses to know: how either is carried out.

import type { Row } from "./row.ts";

export interface NvRow extends Row {
  readonly to: readonly [];
  /** What follows `net add` (or `net del`); templates over the values. The first says the row when it is read back. */
  readonly net: readonly string[];
  /** Whether the last word is a key of its own (an address among several) or the value of the word before. */
  readonly leaf: "key" | "value";
  /** Only these are undone by `nv unset`; the rest may serve others. */
  readonly unset?: readonly string[];
}

const key = (syntax: string, ...net: readonly string[]): NvRow => ({ syntax, to: [], net, leaf: "key" });
const value = (syntax: string, ...net: readonly string[]): NvRow => ({ syntax, to: [], net, leaf: "value" });

/** Everything under a VRF, for the default one and for the others. */
const inVrf = (make: (nv: string, net: string) => readonly NvRow[]): readonly NvRow[] => [
  ...make("vrf default router bgp", "bgp"),
  ...make("vrf <vrf:Vrf> router bgp", "bgp vrf {vrf}"),
];

const families: readonly (readonly [nv: string, net: string, prefix: string])[] = [
  ["ipv4-unicast", "ipv4 unicast", "Net4"],
  ["ipv6-unicast", "ipv6 unicast", "Net6"],
];

const bgp = inVrf((nv, net) => [
  value(`${nv} autonomous-system <as:Asn>`, `${net} autonomous-system {as}`),
  value(`${nv} router-id <id:Ip4>`, `${net} router-id {id}`),
  value(`${nv} path-selection multipath aspath-ignore <on:on>`, `${net} bestpath as-path multipath-relax`),
  {
    ...value(
      `${nv} peer-group <group:NewGroup> remote-as <as:Asn|external|internal>`,
      `${net} neighbor {group} remote-as {as}`,
    ),
    net: [`${net} neighbor {group} peer-group`, `${net} neighbor {group} remote-as {as}`],
  },
  ...["neighbor", "peer"].flatMap((word) => [
    value(
      `${nv} ${word} <peer:PeerInterface> remote-as <as:Asn|external|internal>`,
      `${net} neighbor {peer} interface remote-as {as}`,
    ),
    value(
      `${nv} ${word} <peer:PeerAddress> remote-as <as:Asn|external|internal>`,
      `${net} neighbor {peer} remote-as {as}`,
    ),
    value(
      `${nv} ${word} <peer:PeerInterface> peer-group <group:Group>`,
      `${net} neighbor {peer} interface peer-group {group}`,
    ),
    value(`${nv} ${word} <peer:PeerAddress> peer-group <group:Group>`, `${net} neighbor {peer} peer-group {group}`),
    value(`${nv} ${word} <peer:Peer> type <type:unnumbered|numbered>`),
    value(
      `${nv} ${word} <peer:Peer> address-family l2vpn-evpn enable <on:on>`,
      `${net} l2vpn evpn neighbor {peer} activate`,
    ),
    value(
      `${nv} ${word} <peer:Peer> address-family ipv6-unicast enable <on:on>`,
      `${net} ipv6 unicast neighbor {peer} activate`,
    ),
  ]),
  ...families.flatMap(([nvFamily, family, prefix]) => [
    key(`${nv} address-family ${nvFamily} network <prefix:${prefix}>`, `${net} ${family} network {prefix}`),
    key(`${nv} address-family ${nvFamily} static-network <prefix:${prefix}>`, `${net} ${family} network {prefix}`),
    value(
      `${nv} address-family ${nvFamily} redistribute <what:connected|static|ospf> enable <on:on>`,
      `${net} ${family} redistribute {what}`,
    ),
    value(`${nv} address-family ${nvFamily} enable <on:on>`),
  ]),
  value(`${nv} address-family l2vpn-evpn enable <on:on>`),
  value(`${nv} enable <on:on>`),
]);

/** NVUE's bridge has a name of its own; it must be there before ports join "the" bridge. */
const bridge = "bridge {domain} vlan-aware";

export const nvRows: readonly NvRow[] = [
  key("interface lo ip address <address:Prefix4>", "loopback lo ip address {address}"),
  key("interface lo ip address <address:Prefix6>", "loopback lo ipv6 address {address}"),
  key("interface <vlan:VlanInterface> ip address <address:Prefix4>", "vlan {vlan} ip address {address}"),
  key("interface <iface:Ifs>", "interface {iface}"),
  value("interface <iface:Ifs> type <type:swp|svi|bond|loopback|sub>"),
  key("interface <iface:NotVlan> ip address <address:Prefix4>", "interface {iface} ip address {address}"),
  key("interface <iface:Ifs> ip address <address:Prefix6>", "interface {iface} ipv6 address {address}"),
  value("interface <iface:Ifs> ip vrf <vrf:Vrf>", "interface {iface} vrf {vrf}"),
  value("interface <iface:Ifs> link mtu <mtu:552-9216>", "interface {iface} mtu {mtu}"),
  value("interface <iface:Ifs> link state up", "interface {iface}"),
  value("interface <iface:Ifs> link state down", "interface {iface} link down"),
  value("interface <iface:Ifs> description <text:Rest>", "interface {iface} alias {text...}"),
  key("interface <bond:Bond> bond member <ports:Ports>", "bond {bond} bond slaves {ports}"),
  {
    ...key("interface <iface:Ifs> bridge domain <domain:Bridge>", "bridge {domain} ports {iface}"),
    net: [bridge, "bridge {domain} ports {iface}"],
    unset: ["bridge {domain} ports {iface}"],
  },
  {
    ...value(
      "interface <iface:Ifs> bridge domain <domain:Bridge> access <vlan:1-4094>",
      "interface {iface} bridge access {vlan}",
    ),
    net: [bridge, "interface {iface} bridge access {vlan}"],
    unset: ["interface {iface} bridge access {vlan}"],
  },
  key("bridge domain <domain:Bridge> vlan <vlans:Vids>", "bridge {domain} vids {vlans}"),
  {
    ...key("bridge domain <domain:Bridge> vlan <vlan:1-4094> vni <vni:1-16777214>"),
    net: [
      bridge,
      "vxlan vni{vni} vxlan id {vni}",
      "vxlan vni{vni} bridge access {vlan}",
      "vxlan vni{vni} bridge learning off",
    ],
    unset: ["vxlan vni{vni}"],
  },
  value("system hostname <name:Host>", "hostname {name}"),
  value("router bgp autonomous-system <as:Asn>", "bgp autonomous-system {as}"),
  value("router bgp router-id <id:Ip4>", "bgp router-id {id}"),
  value("router bgp enable <on:on>"),
  value("evpn enable <on:on>", "bgp l2vpn evpn advertise-all-vni"),
  value("nve vxlan enable <on:on>"),
  value("nve vxlan source address <address:Ip4>", "loopback lo vxlan local-tunnelip {address}"),
  value("vrf <vrf:Vrf> evpn vni <vni:1-16777215>", "vrf {vrf} vni {vni}"),
  ...bgp,
];
