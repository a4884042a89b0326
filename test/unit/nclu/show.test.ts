// Knows: the texts of `net show …` made from answers of the kernel and of FRR.
// Refuses to know: how a switch is asked.

import { describe, expect, test } from "vitest";
import { formatShow } from "../../../src/nclu/show/format-show.ts";
import { answerAsOneBridge, dividedBridge } from "../../../src/nclu/show/plain-bridges.ts";
import { readSwitch } from "../../../src/nclu/switch-files.ts";
import { TestSwitch } from "./switch.ts";

const golden = (name: string): string => `../../golden/nclu/${name}.txt`;

/** What `ip -s -d -j address` says, as far as it is read. */
const link = (ifname: string, more: object = {}): object => ({
  ifname,
  flags: ["BROADCAST", "MULTICAST", "UP", "LOWER_UP"],
  mtu: 1500,
  operstate: "UP",
  address: "44:38:39:00:00:01",
  addr_info: [{ local: "fe80::1", prefixlen: 64, scope: "link" }],
  stats64: {
    rx: { packets: 22519, errors: 0, dropped: 0, over_errors: 0 },
    tx: { packets: 22593, errors: 0, dropped: 0, carrier_errors: 0 },
  },
  ...more,
});

const addresses = JSON.stringify([
  link("bridge", { linkinfo: { info_kind: "bridge" } }),
  link("swp10", { flags: ["BROADCAST", "MULTICAST"], operstate: "DOWN" }),
  link("swp2", { addr_info: [{ local: "10.1.1.254", prefixlen: 24, scope: "global" }], ifalias: "to leaf 1" }),
  link("swp1", { master: "bridge", linkinfo: { info_kind: "veth", info_slave_kind: "bridge" } }),
  link("vlan10", { addr_info: [{ local: "192.168.10.1", prefixlen: 24, scope: "global" }] }),
  link("lo", {
    flags: ["LOOPBACK", "UP", "LOWER_UP"],
    mtu: 65536,
    operstate: "UNKNOWN",
    addr_info: [
      { local: "127.0.0.1", prefixlen: 8, scope: "host" },
      { local: "::1", prefixlen: 128, scope: "host" },
    ],
  }),
]);
const wires = JSON.stringify([
  { port: "swp1", node: "server01", ifname: "eth1" },
  { port: "swp2", node: "leaf01", ifname: "swp1" },
]);
const vlans = JSON.stringify([
  {
    ifname: "swp1",
    vlans: [
      { vlan: 1, flags: ["PVID", "Egress Untagged"] },
      { vlan: 10, vlanEnd: 12 },
    ],
  },
  { ifname: "bridge", vlans: [{ vlan: 10 }] },
]);

/** The text of a command, with an answer for every question it asks. */
function shown(line: string, answers: Readonly<Record<string, string>>): string {
  const result = new TestSwitch().net(line);
  const request = result.show;
  if (!request) throw new Error(`${line} asks nothing: ${result.stdout}`);
  return formatShow(
    request,
    request.asks.map(({ argv }) => {
      const question = argv.join(" ");
      const answer = answers[question];
      if (answer === undefined) throw new Error(`${line} asks "${question}"`);
      return answer;
    }),
  ).text;
}

const links = { "ip -s -d -j address show": addresses, lldp: wires, "bridge -j vlan show": vlans };

describe("tables", () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ["show-interface", "net show interface", links],
    ["show-interface-all", "net show int all", links],
    [
      "show-interface-detail",
      "net show interface swp2",
      {
        ...links,
        "ip -j neighbor show dev swp2": '[{"dst":"10.1.1.1"}]',
        "vtysh -c show interface swp2":
          "Interface swp2 is up, line protocol is up\n  ND router advertisements are sent every 10 seconds\n",
      },
    ],
    ["show-lldp", "net show lldp", links],
    ["show-counters", "net show counters", links],
    ["show-bridge-vlan", "net show bridge vlan", links],
    [
      "show-bridge-macs",
      "net show bridge macs",
      {
        "bridge -s -j fdb show": JSON.stringify([
          { mac: "33:33:00:00:00:01", ifname: "swp1", flags: ["self"], state: "permanent" },
          { mac: "44:38:39:00:00:06", ifname: "swp1", vlan: 10, updated: 13, flags: [], master: "bridge", state: "" },
          {
            mac: "44:38:39:00:00:05",
            ifname: "bridge",
            vlan: 10,
            updated: 1377,
            flags: [],
            master: "bridge",
            state: "permanent",
          },
          { mac: "00:50:79:66:68:06", ifname: "vni10", dst: "1.1.1.1", updated: 368_742, flags: ["self", "offload"] },
        ]),
      },
    ],
  ];
  test.each(cases)("%s", async (name, line, answers) => {
    await expect(shown(line, answers)).toMatchFileSnapshot(golden(name));
  });
});

test("net show vrf list: iproute2 has an empty object for every link that is no VRF", () => {
  const red = { ifname: "RED", linkinfo: { info_data: { table: 1001 } } };
  const list = (links: readonly object[]): string =>
    shown("net show vrf list", { "ip -j -d link show type vrf": JSON.stringify(links) });
  expect(list([{}, {}])).toBe("VRF              Table\n---------------- -----\n");
  expect(list([{}, red])).toContain("\nRED              1001\n");
});

/** As FRR 8.4.4 prints it. */
const summary = `
IPv4 Unicast Summary (VRF default):
BGP router identifier 1.1.1.1, local AS number 65000 vrf-id 0
BGP table version 2
RIB entries 3, using 576 bytes of memory
Peers 1, using 724 KiB of memory

Neighbor        V         AS   MsgRcvd   MsgSent   TblVer  InQ OutQ  Up/Down State/PfxRcd   PfxSnt Desc
leaf01(swp1)    4      65101        26        27        0    0    0 00:01:09            1        2 N/A

Total number of neighbors 1
`;

describe("FRR's answers", () => {
  test("bgp summary has a heading per family and none of FRR's newer columns", async () => {
    const answers = {
      "vtysh -c show bgp ipv4 unicast summary": summary,
      "vtysh -c show bgp ipv6 unicast summary": "% No BGP neighbors found in VRF default\n",
      "vtysh -c show bgp l2vpn evpn summary": "% No BGP neighbors found in VRF default\n",
    };
    await expect(shown("net show bgp sum", answers)).toMatchFileSnapshot(golden("show-bgp-summary"));
  });

  test("a route is looked up in the RIB and in the FIB", async () => {
    const answers = {
      "vtysh -c show ip route 10.1.1.1":
        'Routing entry for 10.1.1.0/24\n  Known via "bgp", distance 200, metric 0, best\n',
      "ip route get fibmatch 10.1.1.1":
        "10.1.1.0/24 proto bgp metric 20 \n\tnexthop via inet6 fe80::1 dev swp2 weight 1 \n",
    };
    await expect(shown("net show route 10.1.1.1", answers)).toMatchFileSnapshot(golden("show-route-entry"));
  });

  test("a route FRR does not know has no FIB part", () => {
    const answers = {
      "vtysh -c show ip route 20.1.1.1": "% Network not in table\n",
      "ip route get fibmatch 20.1.1.1": "",
    };
    expect(shown("net show route 20.1.1.1", answers)).toBe(
      "RIB entry for 20.1.1.1\n======================\n% Network not in table\n",
    );
  });

  const plain: readonly (readonly [string, string])[] = [
    ["net show bgp ipv4 unicast 1.1.1.1", "show bgp ipv4 unicast 1.1.1.1"],
    ["net show bgp neighbor swp1", "show bgp neighbors swp1"],
    ["net show bgp ipv4 uni nei swp1 advertised-routes", "show bgp ipv4 unicast neighbors swp1 advertised-routes"],
    ["net show bgp l2vpn evpn route type macip", "show bgp l2vpn evpn route type macip"],
    ["net show bgp evpn vni", "show bgp l2vpn evpn vni"],
    ["net show bgp vrf RED ipv4 unicast", "show bgp vrf RED ipv4 unicast"],
    ["net show ospf neighbor", "show ip ospf neighbor"],
    ["net show ospf database router 1.1.1.1", "show ip ospf database router 1.1.1.1"],
    ["net show evpn mac vni all", "show evpn mac vni all"],
    ["net show route ipv4", "show ip route"],
    ["net show route ipv6", "show ipv6 route"],
    ["net show route summary", "show ip route summary"],
    ["net show vrf vni", "show vrf vni"],
    ["net show bgp ipv4 unicast", "show bgp ipv4 unicast"],
    ["net show bgp ipv6 unicast", "show bgp ipv6 unicast"],
    ["net show bgp ipv4 unicast 10.0.0.0/8", "show bgp ipv4 unicast 10.0.0.0/8"],
    ["net show bgp ipv4 unicast neighbor 10.0.0.1 routes", "show bgp ipv4 unicast neighbors 10.0.0.1 routes"],
    ["net show bgp ipv4 unicast neighbor swp1 received-routes", "show bgp ipv4 unicast neighbors swp1 received-routes"],
    ["net show bgp 10.0.0.0/8", "show bgp ipv4 unicast 10.0.0.0/8"],
    ["net show bgp 2001:db8::/32", "show bgp ipv6 unicast 2001:db8::/32"],
    ["net show bgp neighbor", "show bgp neighbors"],
    ["net show bgp neighbor swp1 json", "show bgp neighbors swp1 json"],
    ["net show bgp vrf RED neighbor swp1", "show bgp vrf RED neighbors swp1"],
    ["net show bgp l2vpn evpn route", "show bgp l2vpn evpn route"],
    ["net show bgp l2vpn evpn route type multicast", "show bgp l2vpn evpn route type multicast"],
    ["net show bgp l2vpn evpn route type prefix", "show bgp l2vpn evpn route type prefix"],
    ["net show bgp l2vpn evpn vni 10010", "show bgp l2vpn evpn vni 10010"],
    ["net show bgp evpn route", "show bgp l2vpn evpn route"],
    ["net show evpn", "show evpn"],
    ["net show evpn vni", "show evpn vni"],
    ["net show evpn vni 10010", "show evpn vni 10010"],
    ["net show evpn arp-cache vni all", "show evpn arp-cache vni all"],
    ["net show evpn arp", "show evpn arp-cache vni all"],
    ["net show ospf", "show ip ospf"],
    ["net show ospf database", "show ip ospf database"],
    ["net show ospf interface swp1", "show ip ospf interface swp1"],
    ["net show ospf vrf RED neighbor", "show ip ospf vrf RED neighbor"],
    ["net show debugs", "show debugging"],
  ];
  test.each(plain)("%s is vtysh -c '%s'", (line, command) => {
    expect(shown(line, { [`vtysh -c ${command}`]: "as it is\n" })).toBe("as it is\n");
  });

  test("both families of routes have their headings", () => {
    const text = shown("net show route", {
      "vtysh -c show ip route": "C>* one\n",
      "vtysh -c show ipv6 route": "C>* two\n",
    });
    expect(text).toBe("\nshow ip route\n=============\nC>* one\n\n\nshow ipv6 route\n===============\nC>* two\n");
  });
});

test.each([
  ["net show route ospf", "RIB entry for ospf", "show ip route ospf"],
  ["net show route bgp", "RIB entry for bgp", "show ip route bgp"],
  ["net show route static", "RIB entry for static", "show ip route static"],
  ["net show route connected", "RIB entry for connected", "show ip route connected"],
])("%s is under the heading '%s'", (line, title, command) => {
  const text = shown(line, { [`vtysh -c ${command}`]: "as it is\n" });
  expect(text).toBe(`\n${title}\n${"=".repeat(title.length)}\nas it is\n`);
});

test.each([
  ["net show neighbor", ["ip neighbor show"]],
  ["net show time", ["date"]],
  ["net show version", ["vtysh -c show version"]],
  ["net show system", ["vtysh -c show version"]],
  ["net show vrf list", ["ip -j -d link show type vrf"]],
  ["net show bgp", ["vtysh -c show bgp ipv4 unicast", "vtysh -c show bgp ipv6 unicast"]],
  ["net show bgp vrf RED summary", ["vtysh -c show bgp vrf RED summary"]],
  ["net show bgp l2vpn evpn summary", ["vtysh -c show bgp l2vpn evpn summary"]],
  ["net show route vrf RED", ["vtysh -c show ip route vrf RED", "vtysh -c show ipv6 route vrf RED"]],
  [
    "net show route 10.0.0.1 vrf RED",
    ["vtysh -c show ip route vrf RED 10.0.0.1", "ip route get fibmatch 10.0.0.1 vrf RED"],
  ],
  ["net show bridge macs vlan 10", ["bridge -s -j fdb show"]],
  ["net show bridge macs dynamic", ["bridge -s -j fdb show"]],
  ["net show bridge macs 00:50:79:66:68:06", ["bridge -s -j fdb show"]],
])("%s asks %j", (line, questions) => {
  expect(new TestSwitch().net(line).show?.asks.map(({ argv }) => argv.join(" "))).toEqual(questions);
});

test("net show hostname answers from the files", () => {
  expect(new TestSwitch(["swp1"], "leaf01").net("net show hostname").stdout).toBe("leaf01\n");
});

describe("a bridge per VLAN is shown as the one the configuration speaks of", () => {
  const sw = new TestSwitch(["swp1", "swp2"]).all(`
    net add interface swp1 bridge access 10
    net add interface swp2 bridge access 20
    net add vlan 10 ip address 10.0.10.1/24
    net commit`);
  const stanzas = [...readSwitch(sw.files).stanzas.values()];
  const ask = (argv: string, answer: unknown): string =>
    answerAsOneBridge(argv.split(" "), answer === "" ? "" : JSON.stringify(answer), "bridge", stanzas);
  const shown = (format: string, ...answers: string[]): string =>
    formatShow({ format, asks: [], values: {} }, answers).text;

  test("it is one as long as the kernel has no such bridge, and no port needs more", () => {
    expect(dividedBridge(stanzas, ["lo", "swp1", "vlan10"])).toBe("bridge");
    expect(dividedBridge(stanzas, ["lo", "swp1", "bridge"])).toBeUndefined();
    const other = new TestSwitch(["swp1", "swp2"]).all(`
      net add interface swp1 bridge access 10
      net add interface swp2 bridge trunk vlans 10-20
      net commit`);
    expect(dividedBridge([...readSwitch(other.files).stanzas.values()], ["lo", "swp1"])).toBeUndefined();
  });

  test("net show bridge vlan", () => {
    expect(shown("bridge-vlan", ask("bridge -j vlan show", ""))).toBe(
      [
        ...["", "Interface  VLAN  Flags", "---------  ----  ---------------------"],
        ...["bridge        1  PVID, Egress Untagged", "             10"],
        ...["swp1         10  PVID, Egress Untagged", "swp2         20  PVID, Egress Untagged", ""],
      ].join("\n"),
    );
  });

  test("net show bridge macs", () => {
    const entries = [
      { mac: "44:38:39:00:00:05", ifname: "vlan10", state: "permanent" },
      { mac: "44:38:39:00:00:06", ifname: "swp1", master: "vlan10", updated: 13 },
      { mac: "44:38:39:00:00:07", ifname: "swp2", master: "vlan20", updated: 14 },
    ];
    const answer = ask("bridge -s -j fdb show", entries);
    expect(shown("bridge-macs", answer).split("\n").slice(3)).toEqual([
      "10    bridge  bridge     44:38:39:00:00:05              permanent",
      "10    bridge  swp1       44:38:39:00:00:06                                00:00:13",
      "20    bridge  swp2       44:38:39:00:00:07                                00:00:14",
      "",
    ]);
  });

  test("net show interface", () => {
    const links = [
      link("swp1", { master: "vlan10", linkinfo: { info_kind: "veth", info_slave_kind: "bridge" } }),
      link("vlan10", {
        linkinfo: { info_kind: "bridge" },
        addr_info: [{ local: "10.0.10.1", prefixlen: 24, scope: "global" }],
      }),
      link("vlan20", { linkinfo: { info_kind: "bridge" } }),
    ];
    const answer = ask("ip -s -d -j address show", links);
    const text = shown("interfaces", answer, "", ask("bridge -j vlan show", ""));
    expect(text.split("\n").slice(2)).toEqual([
      "UP     swp1    1G   1500  Access/L2           Master: bridge(UP)",
      "UP     bridge  N/A  1500  Bridge/L2",
      "UP     vlan10  N/A  1500  Interface/L3        IP: 10.0.10.1/24",
      "",
    ]);
  });
});
