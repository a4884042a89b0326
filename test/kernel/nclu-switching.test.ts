// Knows: bonds, VLANs, tunnels and tenants of Cumulus switches, as posts and demos build them, on a kernel that has all of it.
// Refuses to know: routing between switches (nclu-acceptance.test.ts), and the grammar.

import { expect, test, vi } from "vitest";
import type { RunResult } from "../../src/scenario/result.ts";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";
import { missingFeatures } from "../helpers/kernel-features.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import type { Labctl } from "../helpers/labctl.ts";

/** Seven switches on one slow processor, next to whatever else the machine does. */
const timeLimitMs = 1_500_000;
vi.setConfig({ testTimeout: timeLimitMs, hookTimeout: 120_000 });

let labctl: Labctl;
withLabctl("the file", (fresh) => (labctl = fresh), { timeLimitMs });

const commands = (...lines: string[]): string => JSON.stringify([...lines, "net commit"]);

const gateways = (n: number): readonly string[] =>
  [10, 20].flatMap((vlan) => [
    `net add vlan ${vlan} ip address 10.0.${vlan}.${n}/24`,
    `net add vlan ${vlan} ip address-virtual 00:00:00:00:1a:${vlan} 10.0.${vlan}.1/24`,
  ]);
const bonded = (n: number, port: string): string =>
  commands(
    "net del interface swp49",
    "net add bond BOND0 bond slaves swp49-50",
    "net add bridge bridge vids 10,20",
    `net add bridge bridge ports BOND0,${port}`,
    ...gateways(n),
  );

const customer = (own: string, far: string): string =>
  commands(
    "net add bridge bridge ports swp1,vni15",
    "net add bridge bridge vids 100",
    "net add bridge bridge vlan-aware",
    "net add bridge bridge vlan-protocol 802.1ad",
    "net add interface swp1 bridge access 100",
    `net add interface swp51 ip address ${own}/32`,
    `net add loopback lo ip address ${own}/32`,
    "net add vxlan vni15 vxlan id 15",
    `net add vxlan vni15 vxlan local-tunnelip ${own}`,
    `net add vxlan vni15 vxlan remoteip ${far}`,
    "net add vxlan vni15 bridge access 100",
    "net add vxlan vni15 bridge learning off",
    "net add interface swp51 ospf network point-to-point",
    `net add ospf router-id ${own}`,
    `net add ospf network ${own}/32 area 0.0.0.0`,
  );

const evpn = (own: string): string =>
  commands(
    "net add interface swp1 ipv6 nd ra-interval 10",
    "net del interface swp1 ipv6 nd suppress-ra",
    `net add loopback lo ip add ${own}/32`,
    "net add bgp autonomous-system 1",
    `net add bgp router-id ${own}`,
    "net add bgp neighbor swp1 remote-as internal",
    `net add bgp network ${own}/32`,
    "net add bgp l2vpn evpn neighbor swp1 activate",
    "net add bgp l2vpn evpn advertise-all-vni",
    "net add interface swp3 bridge access 10",
    ...tunnel(10, own),
  );
const tunnel = (vlan: number, own: string): readonly string[] => [
  `net add vxlan vni${vlan} vxlan id 100${vlan}`,
  `net add vxlan vni${vlan} bridge access ${vlan}`,
  `net add vxlan vni${vlan} bridge learning off`,
  `net add vxlan vni${vlan} vxlan local-tunnelip ${own}`,
];
const tenant = (own: string, vlan: number, address: string, ...more: string[]): string =>
  commands(
    ...more,
    "net add vlan 40 alias VLAN for L3VNI 10040",
    ...tunnel(40, own),
    "net add vrf TENANT1 vni 10040",
    `net add vlan ${vlan} ip address ${address}/24`,
    `net add vlan ${vlan} vrf TENANT1`,
    "net add vlan 40 vrf TENANT1",
  );

const lab = `
name: switching
topology:
  nodes:
    leaf01: { kind: cumulus }
    leaf02: { kind: cumulus, nclu: ${commands("net add interface swp2 bridge access 20", "net add interface swp3 bridge access 10")} }
    server01: { kind: host, routes: [default via 10.0.10.1] }
    server02: { kind: host, routes: [default via 10.0.20.1] }
    guest: { kind: host }
    q1: { kind: cumulus, nclu: ${customer("10.255.255.1", "10.255.255.3")} }
    q3: { kind: cumulus, nclu: ${customer("10.255.255.3", "10.255.255.1")} }
    c1: { kind: host, interfaces: { eth1: { ipv4: 10.3.0.1/24 }, eth1.7: { ipv4: 10.7.0.1/24 } } }
    c3: { kind: host, interfaces: { eth1: { ipv4: 10.3.0.3/24 }, eth1.7: { ipv4: 10.7.0.3/24 } } }
    spine:
      kind: cumulus
      nclu:
        - net add loopback lo ip address 11.11.11.11/32
        - net add bgp autonomous-system 1
        - net add bgp router-id 11.11.11.11
        - net add bgp neighbor swp1-2 remote-as internal
        - net add bgp neighbor swp1-2 route-reflector-client
        - net add bgp l2vpn evpn neighbor swp1-2 activate
        - net add bgp l2vpn evpn neighbor swp1-2 route-reflector-client
        - net commit
    e1: { kind: cumulus, nclu: ${evpn("1.1.1.1")} }
    e2: { kind: cumulus, nclu: ${evpn("3.3.3.3")} }
    h1: { kind: host, interfaces: { eth1: { mac: 00:50:79:66:68:06 } }, routes: [30.1.1.0/24 via 10.1.1.254] }
    h2: { kind: host }
    h3: { kind: host, routes: [10.1.1.0/24 via 30.1.1.254] }
  links:
    - endpoints: [leaf01:swp49, leaf02:swp49]
    - endpoints: [leaf01:swp50, leaf02:swp50]
    - { endpoints: [leaf01:swp1, server01:eth1], ipv4: ["", 10.0.10.101/24] }
    - { endpoints: [leaf02:swp2, server02:eth1], ipv4: ["", 10.0.20.102/24] }
    - { endpoints: [leaf02:swp3, guest:eth1], ipv4: ["", 10.0.10.103/24] }
    - endpoints: [q1:swp1, c1:eth1]
    - endpoints: [q3:swp1, c3:eth1]
    - endpoints: [q1:swp51, q3:swp51]
    - endpoints: [spine:swp1, e1:swp1]
    - endpoints: [spine:swp2, e2:swp1]
    - { endpoints: [e1:swp3, h1:eth1], ipv4: ["", 10.1.1.10/24] }
    - { endpoints: [e2:swp3, h2:eth1], ipv4: ["", 10.1.1.20/24] }
    - { endpoints: [e2:swp4, h3:eth1], ipv4: ["", 30.1.1.10/24] }
tests:
  - stage: access and trunk ports, typed on running switches
    configure: { on: leaf01, nclu: ${commands("net add vlan 10", "net add interface swp1 bridge access 10", "net add interface swp49 bridge trunk vlan 10-20")} }
  - name: access ports of a lab file are ports of the one bridge, where bridges keep VLANs apart
    exec: { on: leaf02, run: bridge vlan show dev swp3, stdout: { matches: 'swp3 +10 PVID' } }
  - configure: { on: leaf02, nclu: ${commands("net add interface swp49 bridge trunk vlan 10-20")} }
  - ping: { from: server01, to: guest, ttl: 64 }
  - exec: { on: leaf01, run: net show interface, stdout: { matches: 'UP +swp1 .* Access/L2 +server01 \\(eth1\\) +Master: bridge\\(UP\\)\\nUP +swp49 .* Trunk/L2 +leaf02 \\(swp49\\)' } }
  - exec: { on: leaf01, run: net show bridge macs dynamic, stdout: { matches: '10 +bridge +swp49 ' } }
  - stage: a bond instead, VLAN interfaces and the address two routers share
    configure: { on: leaf01, nclu: ${bonded(2, "swp1")} }
  - configure: { on: leaf02, nclu: ${bonded(3, "swp2")} }
  - exec: { on: leaf01, run: net show bridge vlan, stdout: { matches: 'BOND0 +1  PVID, Egress Untagged\\n +10\\n[\\s\\S]* 20\\n[\\s\\S]*swp1 +10  PVID, Egress Untagged' } }
  - exec: { on: leaf01, run: net show interface bonds, stdout: { matches: 'UP +BOND0 .* 802\\.3ad .*\\n.*Bond Members: swp49\\(UP\\), swp50\\(UP\\)' } }
  - ping: { from: server01, to: [10.0.10.1, 10.0.10.2, 10.0.10.3] }
  - arp: { on: server01, ip: 10.0.10.1, mac: 00:00:00:00:1a:10 }
  - ping: { from: server01, to: server02, ttl: 63 }
  - stage: customer VLANs in a tunnel
    exec: { on: q1, run: net show ospf neighbor, stdout: { matches: '10\\.255\\.255\\.3 +1 Full/' } }
    within: 60s
  - ping: { from: q1, to: 10.255.255.3, source: 10.255.255.1 }
    within: 60s
  - ping: { from: c1, to: 10.3.0.3 }
  - name: a tag of the customer's own goes through
    ping: { from: c1, to: 10.7.0.3 }
  - stage: one VLAN over EVPN
    exec: { on: spine, run: net show bgp evpn summary, stdout: { matches: 'e1\\(swp1\\).*\\n.*e2\\(swp2\\)' } }
    within: 60s
  - ping: { from: h1, to: h2 }
    within: 60s
  - exec: { on: e2, run: net show bgp evpn route, stdout: { contains: '[2]:[0]:[48]:[00:50:79:66:68:06]' } }
    within: 30s
  - exec: { on: e2, run: net show bridge macs, stdout: { matches: 'vni10 +00:50:79:66:68:06 +1\\.1\\.1\\.1' } }
    within: 30s
  - stage: one tenant, two subnets, two leaves
    configure: { on: e1, nclu: ${tenant("1.1.1.1", 10, "10.1.1.254")} }
  - configure: { on: e2, nclu: ${tenant("3.3.3.3", 30, "30.1.1.254", "net add interface swp4 bridge access 30", ...tunnel(30, "3.3.3.3"))} }
  - exec: { on: e1, run: net show vrf vni, stdout: { matches: 'TENANT1 +10040 +vni40 +vlan40 +Up' } }
    within: 30s
  - name: the leaf learns its host
    ping: { from: h3, to: 30.1.1.254 }
  - exec: { on: e1, run: net show route vrf TENANT1 30.1.1.10, stdout: { contains: '3.3.3.3, via vlan40 onlink' } }
    within: 30s
  - ping: { from: h1, to: h3, ttl: 62 }
    within: 30s
`;

test("trunks, bonds, shared addresses, QinQ over VXLAN, EVPN with bridging and routing", async ({ skip }) => {
  const host = (await missingFeatures("bridge-vlan", "bond", "vxlan", "vrf", "vlan")).length === 0;
  skip(!host && missingForMachine().length > 0, "neither this kernel nor a user-mode one has what it takes");
  labctl.write("switching.yml", lab);
  const { code, stdout, stderr } = await labctl.run(
    "test",
    "--kernel",
    host ? "host" : "uml",
    "switching.yml",
    "--json",
  );
  const report = JSON.parse(stdout) as { readonly labs: readonly RunResult[] };
  expect(report.labs.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome !== "pass")).toEqual([]);
  expect(code, stderr).toBe(0);
});
