// Knows: which lines each kind of NCLU command stands for, one row after the other.
// Refuses to know: every form and value of the grammar (test/property/nclu-table.test.ts has all of them).

import { describe, expect, test } from "vitest";
import type { Files } from "../../../src/nclu/switch-files.ts";
import { TestSwitch } from "./switch.ts";

interface Row {
  readonly add: string;
  /**
   * What is new in the files: `STANZA` (a new one), `STANZA: attribute`, `/file: line`; lines of frr.conf with their
   * headers: `router bgp 65000 > bgp router-id 1.1.1.1`.
   */
  readonly files: readonly string[];
  /** How `net show configuration commands` says it, when not as it was typed. */
  readonly listed?: string;
}

const row = (add: string, files: readonly string[], listed?: string): Row => ({
  add,
  files,
  ...(listed === undefined ? {} : { listed }),
});

/** What many commands need: routers, a port in use, a peer group, a route map. */
const ground = `
  net add interface swp1
  net add bgp autonomous-system 65000
  net add bgp vrf RED autonomous-system 65001
  net add bgp neighbor FABRIC peer-group
  net add bgp neighbor 10.0.0.9 remote-as 65009
  net add bgp neighbor swp9 interface remote-as external
  net add routing route-map RM permit 10
  net commit`;

const bgp = (...lines: string[]): string[] => lines.map((line) => `router bgp 65000 > ${line}`);
const ipv4 = (...lines: string[]): string[] => [
  ...bgp("address-family ipv4 unicast", ...lines.map((line) => `address-family ipv4 unicast > ${line}`)),
];
const ipv6 = (...lines: string[]): string[] => [
  ...bgp("address-family ipv6 unicast", ...lines.map((line) => `address-family ipv6 unicast > ${line}`)),
];
const evpn = (...lines: string[]): string[] => [
  ...bgp("address-family l2vpn evpn", ...lines.map((line) => `address-family l2vpn evpn > ${line}`)),
];
const ospf = (...lines: string[]): string[] => ["router ospf", ...lines.map((line) => `router ospf > ${line}`)];
const onPort = (port: string, ...lines: string[]): string[] => [
  `interface ${port}`,
  ...lines.map((line) => `interface ${port} > ${line}`),
];
/** The bridge comes along with its first member or VLAN. */
const bridge = (...lines: string[]): string[] => ["bridge", ...lines.map((line) => `bridge: ${line}`)];
const aware = "bridge-vlan-aware yes";

const tables: Readonly<Record<string, readonly Row[]>> = {
  loopback: [
    row("loopback lo ip address 10.0.0.1/32", ["lo: address 10.0.0.1/32"]),
    row("loopback lo ipv6 address 2001:db8::1/128", ["lo: address 2001:db8::1/128"]),
    row("loopback lo vxlan local-tunnelip 10.0.0.1", ["lo: vxlan-local-tunnelip 10.0.0.1"]),
    row("loopback lo clag vxlan-anycast-ip 10.0.0.100", ["lo: clagd-vxlan-anycast-ip 10.0.0.100"]),
  ],
  interface: [
    row("interface swp5", ["swp5"], "net add interface swp1,5"),
    row("interface swp1 ip address 10.0.1.1/24", ["swp1: address 10.0.1.1/24"]),
    row("interface swp5 ip address dhcp", ["swp5", "swp5: inet dhcp"]),
    row("interface swp1 ipv6 address 2001:db8:1::1/64", ["swp1: address 2001:db8:1::1/64"]),
    row("interface swp1 ip gateway 10.0.1.254", ["swp1: gateway 10.0.1.254"]),
    row("interface swp1 alias to the server", ["swp1: alias to the server"]),
    row("interface swp1 mtu 9216", ["swp1: mtu 9216"]),
    row("interface swp1 link down", ["swp1: link-down yes"]),
    row("interface swp1 link speed 1000", ["swp1: link-speed 1000"]),
    row("interface swp1 vrf BLUE", ["swp1: vrf BLUE", "BLUE", "BLUE: vrf-table auto"]),
    row("interface swp1 post-up ip route add 10.9.0.0/16 dev swp1", [
      "swp1: post-up ip route add 10.9.0.0/16 dev swp1",
    ]),
    row("interface swp1.100 ip address 10.0.100.1/24", ["swp1.100", "swp1.100: address 10.0.100.1/24"]),
  ],
  bridge: [
    row(
      "bridge bridge ports swp1,swp3-4",
      ["swp3", "swp4", ...bridge("bridge-ports swp1 swp3 swp4", aware)],
      "net add bridge bridge ports swp1,swp3,swp4",
    ),
    row("bridge bridge vids 10-20,30", bridge("bridge-vids 10-20 30", aware)),
    row("bridge bridge pvid 5", bridge("bridge-pvid 5", aware)),
    row("bridge bridge vlan-aware", bridge(aware)),
    row("bridge bridge vlan-protocol 802.1ad", bridge("bridge-vlan-protocol 802.1ad", aware)),
  ],
  "a port of the bridge": [
    row("interface swp1 bridge access 10", [
      "swp1: bridge-access 10",
      ...bridge("bridge-ports swp1", "bridge-vids 10", aware),
    ]),
    row(
      "bond bond1 bridge access 10",
      ["bond1", "bond1: bridge-access 10", ...bridge("bridge-ports bond1", "bridge-vids 10", aware)],
      "net add interface bond1 bridge access 10",
    ),
    row(
      "vxlan vni10 bridge access 10",
      ["vni10", "vni10: bridge-access 10", ...bridge("bridge-ports vni10", "bridge-vids 10", aware)],
      "net add interface vni10 bridge access 10",
    ),
    row("interface swp1 bridge trunk vlans 10-20", [
      "swp1: bridge-vids 10-20",
      ...bridge("bridge-ports swp1", "bridge-vids 10-20", aware),
    ]),
    row(
      "interface swp1 bridge vids 10-20",
      ["swp1: bridge-vids 10-20", ...bridge("bridge-ports swp1", "bridge-vids 10-20", aware)],
      "net add interface swp1 bridge trunk vlans 10-20",
    ),
    row("interface swp1 bridge trunk", bridge("bridge-ports swp1", aware), "net add bridge bridge ports swp1"),
    row("interface swp1 bridge pvid 5", ["swp1: bridge-pvid 5", ...bridge("bridge-ports swp1", aware)]),
    row("interface swp1 bridge allow-untagged no", [
      "swp1: bridge-allow-untagged no",
      ...bridge("bridge-ports swp1", aware),
    ]),
    row("interface swp1 stp bpduguard", ["swp1: mstpctl-bpduguard yes"]),
    row("interface swp1 stp portadminedge", ["swp1: mstpctl-portadminedge yes"]),
    row("interface swp1 stp portbpdufilter", ["swp1: mstpctl-portbpdufilter yes"]),
    row("interface swp1 stp portnetwork", ["swp1: mstpctl-portnetwork yes"]),
  ],
  vlan: [
    row("vlan 10", bridge("bridge-vids 10", aware), "net add bridge bridge vids 10"),
    row("vlan 10-12", bridge("bridge-vids 10-12", aware), "net add bridge bridge vids 10-12"),
    ...(
      [
        ["ip address 10.0.10.1/24", ["vlan10: address 10.0.10.1/24"]],
        [
          "ip address-virtual 00:00:00:00:1a:10 10.0.10.1/24",
          ["vlan10: address-virtual 00:00:00:00:1a:10 10.0.10.1/24"],
        ],
        ["ip gateway 10.0.10.254", ["vlan10: gateway 10.0.10.254"]],
        ["vrf BLUE", ["vlan10: vrf BLUE", "BLUE", "BLUE: vrf-table auto"]],
        ["alias the servers", ["vlan10: alias the servers"]],
        ["hwaddress 44:38:39:00:00:10", ["vlan10: hwaddress 44:38:39:00:00:10"]],
        ["ip forward off", ["vlan10: ip-forward off"]],
        ["ipv6 forward off", ["vlan10: ip6-forward off"]],
      ] as const
    ).map(([words, lines]) =>
      row(`vlan 10 ${words}`, [
        "vlan10",
        ...lines,
        "vlan10: vlan-id 10",
        "vlan10: vlan-raw-device bridge",
        ...bridge("bridge-vids 10", aware),
      ]),
    ),
  ],
  bond: [
    row(
      "bond bond1 bond slaves swp3-4",
      ["bond1", "bond1: bond-slaves swp3 swp4", "swp3", "swp4"],
      "net add bond bond1 bond slaves swp3,swp4",
    ),
    row("bond bond1 bond mode active-backup", ["bond1", "bond1: bond-mode active-backup"]),
    row("bond bond1 bond lacp-rate slow", ["bond1", "bond1: bond-lacp-rate slow"]),
    row("bond bond1 bond lacp-bypass-allow", ["bond1", "bond1: bond-lacp-bypass-allow yes"]),
    row("bond bond1 bond min-links 2", ["bond1", "bond1: bond-min-links 2"]),
    row("bond bond1 clag id 1", ["bond1", "bond1: clag-id 1"]),
    row(
      "clag peer sys-mac 44:38:39:ff:00:01 interface swp3-4 primary backup-ip 10.0.0.2 vrf mgmt",
      [
        "peerlink",
        "peerlink: bond-slaves swp3 swp4",
        "peerlink.4094",
        "peerlink.4094: clagd-backup-ip 10.0.0.2 vrf mgmt",
        "peerlink.4094: clagd-peer-ip linklocal",
        "peerlink.4094: clagd-priority 1000",
        "peerlink.4094: clagd-sys-mac 44:38:39:ff:00:01",
        "swp3",
        "swp4",
        ...bridge("bridge-ports peerlink", aware),
      ],
      "net add interface peerlink.4094 clag sys-mac 44:38:39:ff:00:01",
    ),
    row(
      "clag port bond bond1 interface swp3 clag-id 1",
      ["bond1", "bond1: bond-slaves swp3", "bond1: clag-id 1", "swp3", ...bridge("bridge-ports bond1", aware)],
      "net add bond bond1 clag id 1",
    ),
  ],
  vxlan: [
    row("vxlan vni10 vxlan id 10010", [
      "vni10",
      "vni10: mstpctl-bpduguard yes",
      "vni10: mstpctl-portbpdufilter yes",
      "vni10: vxlan-id 10010",
    ]),
    row("vxlan vni10 vxlan local-tunnelip 10.0.0.1", ["vni10", "vni10: vxlan-local-tunnelip 10.0.0.1"]),
    row("vxlan vni10 vxlan remoteip 10.0.0.3", ["vni10", "vni10: vxlan-remoteip 10.0.0.3"]),
    row(
      "vxlan vni10 bridge learning off",
      ["vni10", "vni10: bridge-learning off"],
      "net add interface vni10 bridge learning off",
    ),
    row(
      "vxlan vni10 bridge arp-nd-suppress on",
      ["vni10", "vni10: bridge-arp-nd-suppress on"],
      "net add interface vni10 bridge arp-nd-suppress on",
    ),
  ],
  vrf: [
    row("vrf BLUE", ["BLUE", "BLUE: vrf-table auto"], "net add vrf BLUE vrf-table auto"),
    row("vrf BLUE vrf-table 1010", ["BLUE", "BLUE: vrf-table 1010"]),
    row("vrf BLUE ip address 10.0.0.1/32", ["BLUE", "BLUE: vrf-table auto", "BLUE: address 10.0.0.1/32"]),
    row("vrf BLUE vni 10040", ["BLUE", "BLUE: vrf-table auto", "vrf BLUE", "vrf BLUE > vni 10040"]),
  ],
  "hostname, dns, time": [
    row("hostname leaf01", ["/etc/hostname: leaf01", "/etc/hosts: 127.0.1.1\tleaf01", "hostname leaf01"]),
    row("dns nameserver ipv4 10.0.0.53", ["/etc/resolv.conf: nameserver 10.0.0.53"]),
    row("dns nameserver ipv4 10.0.0.53 vrf mgmt", ["/etc/resolv.conf: nameserver 10.0.0.53 # vrf mgmt"]),
    row("time ntp server 0.pool.example iburst", ["/etc/ntp.conf: server 0.pool.example iburst"]),
    row("time ntp source eth0", ["/etc/ntp.conf: interface listen eth0"]),
    row("time zone Etc/UTC", ["/etc/timezone: Etc/UTC"]),
  ],
  "bgp, the router": [
    row("bgp vrf BLUE autonomous-system 65002", ["router bgp 65002 vrf BLUE"]),
    row("bgp router-id 10.0.0.1", bgp("bgp router-id 10.0.0.1")),
    row("bgp vrf RED router-id 10.0.0.1", ["router bgp 65001 vrf RED > bgp router-id 10.0.0.1"]),
    row("bgp cluster-id 10.0.0.1", bgp("bgp cluster-id 10.0.0.1")),
    row("bgp graceful-shutdown", bgp("bgp graceful-shutdown")),
    row("bgp bestpath as-path multipath-relax", bgp("bgp bestpath as-path multipath-relax")),
    row("bgp bestpath compare-routerid", bgp("bgp bestpath compare-routerid")),
    row("bgp always-compare-med", bgp("bgp always-compare-med")),
  ],
  "bgp, neighbours": [
    row("bgp neighbor SPINES peer-group", bgp("neighbor SPINES peer-group")),
    row("bgp neighbor FABRIC remote-as external", bgp("neighbor FABRIC remote-as external")),
    row("bgp neighbor swp51 interface remote-as external", bgp("neighbor swp51 interface remote-as external")),
    row(
      "bgp neighbor swp51 remote-as internal",
      bgp("neighbor swp51 interface remote-as internal"),
      "net add bgp neighbor swp51 interface remote-as internal",
    ),
    row(
      "bgp neighbor swp51 v6only remote-as 65051",
      bgp("neighbor swp51 interface v6only remote-as 65051"),
      "net add bgp neighbor swp51 interface v6only remote-as 65051",
    ),
    row("bgp neighbor swp51 interface peer-group FABRIC", bgp("neighbor swp51 interface peer-group FABRIC")),
    row("bgp neighbor 10.0.0.8 remote-as 65008", bgp("neighbor 10.0.0.8 remote-as 65008")),
    row("bgp vrf RED neighbor 10.0.0.8 remote-as 65008", [
      "router bgp 65001 vrf RED > neighbor 10.0.0.8 remote-as 65008",
    ]),
    ...[
      "description to the other side",
      "update-source lo",
      "ebgp-multihop",
      "ebgp-multihop 3",
      "password secret",
      "timers 1 3",
      "timers connect 5",
      "advertisement-interval 1",
      "capability extended-nexthop",
      "ttl-security hops 1",
      "shutdown",
      "bfd",
      "bfd 4 400 400",
    ].map((words) => row(`bgp neighbor 10.0.0.9 ${words}`, bgp(`neighbor 10.0.0.9 ${words}`))),
  ],
  "bgp, address families": [
    row("bgp network 10.1.0.0/16", ipv4("network 10.1.0.0/16"), "net add bgp ipv4 unicast network 10.1.0.0/16"),
    row("bgp network 2001:db8::/32", ipv6("network 2001:db8::/32"), "net add bgp ipv6 unicast network 2001:db8::/32"),
    ...[
      "network 10.1.0.0/16",
      "redistribute connected",
      "redistribute static route-map RM",
      "redistribute ospf",
      "aggregate-address 10.0.0.0/8 summary-only",
      "maximum-paths 4",
      "maximum-paths ibgp 4",
      "import vrf BLUE",
      "table-map RM",
      "neighbor 10.0.0.9 route-reflector-client",
      "neighbor 10.0.0.9 next-hop-self",
      "neighbor 10.0.0.9 prefix-list PL in",
      "neighbor 10.0.0.9 route-map RM out",
      "neighbor 10.0.0.9 allowas-in",
      "neighbor 10.0.0.9 soft-reconfiguration inbound",
      "neighbor 10.0.0.9 send-community",
    ].map((words) => row(`bgp ipv4 unicast ${words}`, ipv4(words))),
    row(
      "bgp neighbor 10.0.0.9 route-map RM in",
      ipv4("neighbor 10.0.0.9 route-map RM in"),
      "net add bgp ipv4 unicast neighbor 10.0.0.9 route-map RM in",
    ),
    row("bgp ipv6 unicast neighbor swp9 activate", ipv6("neighbor swp9 activate")),
    row("bgp ipv6 unicast redistribute connected", ipv6("redistribute connected")),
    ...[
      "neighbor swp9 activate",
      "neighbor swp9 route-reflector-client",
      "advertise-all-vni",
      "advertise-default-gw",
      "advertise-svi-ip",
      "advertise ipv4 unicast",
      "default-originate ipv4",
    ].map((words) => row(`bgp l2vpn evpn ${words}`, evpn(words))),
    row("bgp evpn advertise-all-vni", evpn("advertise-all-vni"), "net add bgp l2vpn evpn advertise-all-vni"),
    row("bgp l2vpn evpn vni 10 rd 10.0.0.1:1", evpn("vni 10", "vni 10 > rd 10.0.0.1:1")),
    row("bgp l2vpn evpn vni 10 route-target both 65000:1", evpn("vni 10", "vni 10 > route-target both 65000:1")),
    row(
      "bgp l2vpn evpn neighbor 10.0.0.8 remote-as internal",
      [...bgp("neighbor 10.0.0.8 remote-as internal"), ...evpn("neighbor 10.0.0.8 activate")],
      "net add bgp l2vpn evpn neighbor 10.0.0.8 activate",
    ),
  ],
  ospf: [
    ...[
      "network 10.0.0.0/8 area 0.0.0.0",
      "redistribute connected",
      "redistribute static route-map RM",
      "area 1 stub",
      "area 1 stub no-summary",
      "timers throttle spf 50 100 1000",
      "auto-cost reference-bandwidth 40000",
      "passive-interface default",
    ].map((words) => row(`ospf ${words}`, ospf(words))),
    row("ospf router-id 10.0.0.1", ospf("ospf router-id 10.0.0.1")),
    row("ospf vrf RED router-id 10.0.0.1", ["router ospf vrf RED", "router ospf vrf RED > ospf router-id 10.0.0.1"]),
    row("ospf passive-interface swp1", onPort("swp1", "ip ospf passive"), "net add interface swp1 ospf passive"),
    ...[
      "passive",
      "area 0",
      "network point-to-point",
      "hello-interval 1",
      "dead-interval 4",
      "cost 10",
      "bfd",
      "authentication message-digest",
      "message-digest-key 1 md5 secret",
    ].map((words) => row(`interface swp1 ospf ${words}`, onPort("swp1", `ip ospf ${words}`))),
    row("loopback lo ospf area 0", onPort("lo", "ip ospf area 0")),
  ],
  "router advertisements": [
    row("interface swp1 ipv6 nd ra-interval 10", onPort("swp1", "ipv6 nd ra-interval 10")),
    row("interface swp1 ipv6 nd ra-lifetime 30", onPort("swp1", "ipv6 nd ra-lifetime 30")),
  ],
  routing: [
    row("routing route 10.9.0.0/16 10.0.0.9", ["ip route 10.9.0.0/16 10.0.0.9"]),
    row("routing route 10.9.0.0/16 swp1", ["ip route 10.9.0.0/16 swp1"]),
    row("routing route 10.9.0.0/16 Null0", ["ip route 10.9.0.0/16 Null0"]),
    row("routing route 10.9.0.0/16 10.0.0.9 vrf RED", ["vrf RED", "vrf RED > ip route 10.9.0.0/16 10.0.0.9"]),
    row("routing route 10.9.0.0/16 10.0.0.9 nexthop-vrf RED", ["ip route 10.9.0.0/16 10.0.0.9 nexthop-vrf RED"]),
    row("routing route 2001:db8:9::/48 2001:db8::9", ["ipv6 route 2001:db8:9::/48 2001:db8::9"]),
    row("routing prefix-list ipv4 PL seq 7 permit 10.0.0.0/8 ge 24 le 32", [
      "ip prefix-list PL seq 7 permit 10.0.0.0/8 ge 24 le 32",
    ]),
    row(
      "routing prefix-list ipv4 PL deny any",
      ["ip prefix-list PL seq 5 deny any"],
      "net add routing prefix-list ipv4 PL seq 5 deny any",
    ),
    row("routing prefix-list ipv6 PL seq 5 permit 2001:db8::/32", ["ipv6 prefix-list PL seq 5 permit 2001:db8::/32"]),
    row("routing route-map NEW permit 10", ["route-map NEW permit 10"]),
    ...["match ip address prefix-list PL", "match interface swp1", "set metric 5", "set community 65000:1"].map(
      (words) => row(`routing route-map RM permit 10 ${words}`, [`route-map RM permit 10 > ${words}`]),
    ),
    row("routing protocol bgp route-map RM", ["ip protocol bgp route-map RM"]),
    row(
      "routing community-list standard CL permit 65000:1",
      ["bgp community-list standard CL seq 5 permit 65000:1"],
      "net add routing community-list standard CL seq 5 permit 65000:1",
    ),
    row(
      "routing as-path AP permit ^65000",
      ["bgp as-path access-list AP seq 5 permit ^65000"],
      "net add routing as-path AP seq 5 permit ^65000",
    ),
    row("routing defaults datacenter", []),
    row("routing service integrated-vtysh-config", []),
    row("routing log syslog informational", []),
  ],
};

describe.each(Object.entries(tables))("%s", (_name, rows) => {
  test.each(rows.map((one) => [one.add, one] as const))("net add %s", (add, { files, listed = `net add ${add}` }) => {
    const sw = new TestSwitch().all(ground);
    expect(newWith(sw, `net add ${add}`)).toEqual([...files].toSorted());

    const commands = sw.net("net show configuration commands").stdout.split("\n");
    expect(commands).toContain(listed);
    const again = new TestSwitch().all(commands.slice(0, commands.indexOf("net commit") + 1).join("\n"));
    expect(again.files).toEqual(sw.files);
  });
});

const deleted: readonly (readonly [del: string, files: readonly string[]])[] = [
  ["interface swp1 ipv6 nd suppress-ra", onPort("swp1", "no ipv6 nd suppress-ra")],
  ["bgp default ipv4-unicast", bgp("no bgp default ipv4-unicast")],
  ["bgp ipv4 unicast neighbor swp9 activate", ipv4("no neighbor swp9 activate")],
];

describe("what FRR does by itself is listed once it is deleted", () => {
  test.each(deleted)("net del %s", (del, files) => {
    const sw = new TestSwitch().all(ground);
    const before = factsOf(sw.files);
    expect(newWith(sw, `net del ${del}`)).toEqual([...files].toSorted());
    expect(sw.net("net show configuration commands").stdout).toContain(`\nnet del ${del}\n`);
    expect(factsOf(sw.all(`net add ${del}\nnet commit`).files)).toEqual(before);
  });
});

function newWith(sw: TestSwitch, line: string): readonly string[] {
  const before = factsOf(sw.files);
  const after = factsOf(sw.all(`${line}\nnet commit`).files);
  return after.filter((fact) => !before.includes(fact)).toSorted();
}

/** The files line by line, each with what it stands in; read without labctl's own readers. */
function factsOf(files: Files): readonly string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const lines = text.split("\n").filter((line) => !/^\s*([!#].*)?$/.test(line));
    if (file === "/etc/network/interfaces") return stanzaFacts(lines);
    return file === "/etc/frr/frr.conf" ? frrFacts(lines) : lines.map((line) => `${file}: ${line}`);
  });
}

function stanzaFacts(lines: readonly string[]): string[] {
  let stanza = "";
  return lines.flatMap((line) => {
    const [, name, rest = ""] = /^iface (\S+) ?(.*)$/.exec(line) ?? [];
    if (name === undefined) return line.startsWith(" ") ? [`${stanza}: ${line.trim()}`] : [];
    stanza = name;
    return [name, ...(rest === "" ? [] : [`${name}: ${rest}`])];
  });
}

function frrFacts(lines: readonly string[]): string[] {
  const headers: string[] = [];
  return lines
    .filter((line) => !/^\s*exit/.test(line))
    .map((line) => {
      headers.length = line.length - line.trimStart().length;
      headers.push(line.trim());
      return headers.join(" > ");
    });
}
