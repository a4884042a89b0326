// Knows: the commands that every kind of interface shares: addresses, link, bridge port, spanning tree.
// Refuses to know: which kinds there are; each kind's table asks for the parts it has.

import { also, attribute, frr, stanza, type Row } from "./row.ts";

/** `head` is the start of the command (`bond <bond:Bond>`), `name` the stanza's name as a template (`{bond}`). */
export function linkRows(head: string, name: string): readonly Row[] {
  const set = (words: string, key: string, value: string): Row => ({
    syntax: `${head} ${words}`,
    to: [attribute(name, key, value)],
  });
  return [
    set("alias <alias:Rest>", "alias", "{alias...}"),
    set("mtu <mtu:552-9216>", "mtu", "{mtu}"),
    set("hwaddress <mac:Mac>", "hwaddress", "{mac}"),
    { syntax: `${head} link down`, to: [attribute(name, "link-down", "yes")] },
    ...["pre-up", "post-up", "pre-down", "post-down"].map((when): Row => ({
      syntax: `${head} ${when} <command:Rest>`,
      to: [attribute(name, when, "{command...}", "several")],
    })),
    ...(
      [
        ["speed", "<speed:10-400000>", "link-speed"],
        ["duplex", "<duplex:full|half>", "link-duplex"],
        ["autoneg", "<autoneg:on|off>", "link-autoneg"],
        ["fec", "<fec:rs|baser|off|auto>", "link-fec"],
      ] as const
    ).map(([word, value, key]): Row => ({
      syntax: `${head} link ${word} ${value}`,
      to: [attribute(name, key, `{${word}}`)],
      stored: `link ${word}`,
    })),
  ];
}

export function addressRows(head: string, name: string): readonly Row[] {
  return [
    { syntax: `${head} ip address <address:Prefix4>`, to: [attribute(name, "address", "{address}", "several")] },
    { syntax: `${head} ipv6 address <address:Prefix6>`, to: [attribute(name, "address", "{address}", "several")] },
    { syntax: `${head} ip address dhcp`, to: [{ kind: "method", stanza: name, method: "dhcp" }] },
    { syntax: `${head} ip gateway <gateway:Ip4>`, to: [attribute(name, "gateway", "{gateway}")] },
    { syntax: `${head} ipv6 gateway <gateway:Ip6>`, to: [attribute(name, "gateway", "{gateway}")] },
    {
      syntax: `${head} ip address-virtual <mac:Mac> <address:Prefix4>`,
      to: [attribute(name, "address-virtual", "{mac} {address}", "several")],
    },
    {
      syntax: `${head} ipv6 address-virtual <mac:Mac> <address:Prefix6>`,
      to: [attribute(name, "address-virtual", "{mac} {address}", "several")],
    },
    {
      syntax: `${head} ip forward <forward:on|off>`,
      to: [attribute(name, "ip-forward", "{forward}")],
      stored: "ip forward",
    },
    {
      syntax: `${head} ipv6 forward <forward:on|off>`,
      to: [attribute(name, "ip6-forward", "{forward}")],
      stored: "ipv6 forward",
    },
    { syntax: `${head} vrf <vrf:Vrf>`, to: [attribute(name, "vrf", "{vrf}"), also({ do: "vrf", vrf: "{vrf}" })] },
  ];
}

export function bridgePortRows(head: string, name: string): readonly Row[] {
  const member = also({ do: "bridge-member", port: name });
  return [
    {
      syntax: `${head} bridge access <vlan:1-4094>`,
      to: [attribute(name, "bridge-access", "{vlan}"), also({ do: "bridge-member", port: name, vlans: "{vlan}" })],
    },
    {
      syntax: `${head} bridge trunk vlans <vlans:Vids>`,
      to: [
        attribute(name, "bridge-vids", "{vlans}", "vlans"),
        also({ do: "bridge-member", port: name, vlans: "{vlans}" }),
      ],
    },
    {
      syntax: `${head} bridge vids <vlans:Vids>`,
      to: [
        attribute(name, "bridge-vids", "{vlans}", "vlans"),
        also({ do: "bridge-member", port: name, vlans: "{vlans}" }),
      ],
    },
    { syntax: `${head} bridge trunk`, to: [stanza(name), member], only: "add" },
    { syntax: `${head} bridge pvid <vlan:1-4094>`, to: [attribute(name, "bridge-pvid", "{vlan}"), member] },
    {
      syntax: `${head} bridge allow-untagged <allow:yes|no>`,
      to: [attribute(name, "bridge-allow-untagged", "{allow}"), member],
    },
    { syntax: `${head} bridge learning <learning:on|off>`, to: [attribute(name, "bridge-learning", "{learning}")] },
    {
      syntax: `${head} bridge arp-nd-suppress <suppress:on|off>`,
      to: [attribute(name, "bridge-arp-nd-suppress", "{suppress}")],
      stored: "bridge arp-nd-suppress",
    },
    { syntax: `${head} bridge`, to: [{ kind: "drop-attributes", stanza: name, prefix: "bridge-" }], only: "del" },
    ...(
      [
        ["bpduguard", "mstpctl-bpduguard"],
        ["portadminedge", "mstpctl-portadminedge"],
        ["portautoedge", "mstpctl-portautoedge"],
        ["portbpdufilter", "mstpctl-portbpdufilter"],
        ["portnetwork", "mstpctl-portnetwork"],
        ["portrestrrole", "mstpctl-portrestrrole"],
      ] as const
    ).flatMap(([word, key]): Row[] => [
      { syntax: `${head} stp ${word}`, to: [attribute(name, key, "yes")], stored: `stp ${word}` },
      { syntax: `${head} stp ${word} no`, to: [attribute(name, key, "no")], stored: `stp ${word}` },
    ]),
    {
      syntax: `${head} storm-control <kind:broadcast|multicast> <rate:Number>`,
      to: [attribute(name, "storm-control-{kind}", "{rate}")],
      stored: "storm-control",
    },
  ];
}

/** Lines of frr.conf under `interface NAME`. */
export function routedRows(head: string, name: string): readonly Row[] {
  const path = [`interface ${name}`];
  const line = (words: string, text: string): Row => ({ syntax: `${head} ${words}`, to: [frr(path, text)] });
  return [
    line("ospf area <area:Area>", "ip ospf area {=area}"),
    line(
      "ospf network <network:point-to-point|broadcast|non-broadcast|point-to-multipoint>",
      "ip ospf network {=network}",
    ),
    { syntax: `${head} ospf passive`, to: [frr(path, "ip ospf passive", "passive")] },
    line("ospf hello-interval <seconds:1-65535>", "ip ospf hello-interval {=seconds}"),
    line("ospf dead-interval <seconds:1-65535>", "ip ospf dead-interval {=seconds}"),
    line(
      "ospf dead-interval minimal hello-multiplier <hellos:1-10>",
      "ip ospf dead-interval minimal hello-multiplier {=hellos}",
    ),
    line("ospf cost <cost:1-65535>", "ip ospf cost {=cost}"),
    line("ospf priority <priority:0-255>", "ip ospf priority {=priority}"),
    line("ospf mtu-ignore", "ip ospf mtu-ignore"),
    line(
      "ospf bfd [<multiplier:2-255> <receive:50-60000> <transmit:50-60000>]",
      "ip ospf bfd[ {=multiplier} {=receive} {=transmit}]",
    ),
    line("ospf authentication message-digest", "ip ospf authentication message-digest"),
    line("ospf message-digest-key <key:1-255> md5 <secret:Name>", "ip ospf message-digest-key {key} md5 {=secret}"),
    line("ospf6 area <area:Area>", "ipv6 ospf6 area {=area}"),
    line("ospf6 network <network:point-to-point|broadcast>", "ipv6 ospf6 network {=network}"),
    line("ospf6 cost <cost:1-65535>", "ipv6 ospf6 cost {=cost}"),
    line("ipv6 nd ra-interval <seconds:1-1800>", "ipv6 nd ra-interval {=seconds}"),
    line("ipv6 nd ra-interval msec <milliseconds:70-1800000>", "ipv6 nd ra-interval msec {=milliseconds}"),
    line("ipv6 nd ra-lifetime <seconds:0-9000>", "ipv6 nd ra-lifetime {=seconds}"),
    line("ipv6 nd prefix <prefix:Net6>", "ipv6 nd prefix {prefix}"),
    { syntax: `${head} ipv6 nd suppress-ra`, to: [frr(path, "ipv6 nd suppress-ra", "on")] },
    line("pim", "ip pim"),
    line("igmp", "ip igmp"),
    { syntax: `${head} ospf`, to: [{ kind: "drop-lines", path, prefix: "ip ospf " }], only: "del" },
    { syntax: `${head} ipv6 nd`, to: [{ kind: "drop-lines", path, prefix: "ipv6 nd " }], only: "del" },
  ];
}
