// Knows: labs that people wrote down in NCLU's words, and what came of them: unnumbered BGP, iBGP with reflectors.
// Refuses to know: how the words are parsed.

import { expect, test, vi } from "vitest";
import type { RunResult } from "../../src/scenario/result.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let labctl: Labctl;
withLabctl("the file", (fresh) => (labctl = fresh));

async function expectPass(name: string, text: string): Promise<void> {
  labctl.write(`${name}.yml`, text);
  const { code, stdout, stderr } = await labctl.run("test", `${name}.yml`, "--json");
  const report = JSON.parse(stdout) as { readonly labs: readonly RunResult[] };
  expect(report.labs.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome !== "pass")).toEqual([]);
  expect(code, stderr).toBe(0);
}

test("BGP unnumbered: sessions by port, no prefixes before `bgp network`, five routes after", async () => {
  await expectPass(
    "unnumbered",
    `
name: unnumbered
topology:
  nodes:
    spine01:
      kind: cumulus
      nclu: |
        net add loopback lo ip address 10.255.255.101/32
        net add bgp autonomous-system 65201
        net add bgp bestpath as-path multipath-relax
        net add bgp neighbor swp1 interface remote-as external
        net add bgp neighbor swp2 interface remote-as external
        net commit
    leaf01:
      kind: cumulus
      nclu: |
        net add loopback lo ip address 10.255.255.1/32
        net add interface swp1 ip address 10.0.10.1/24
        net add bgp autonomous-system 65101
        net add bgp neighbor swp51 interface remote-as external
        net commit
    leaf02:
      kind: cumulus
      nclu: |
        net add loopback lo ip address 10.255.255.2/32
        net add interface swp1 ip address 10.0.20.1/24
        net add bgp autonomous-system 65102
        net add bgp neighbor swp51 interface remote-as external
        net commit
    server01: { kind: host, routes: [default via 10.0.10.1] }
    server02: { kind: host, routes: [default via 10.0.20.1] }
  links:
    - endpoints: [spine01:swp1, leaf01:swp51]
    - endpoints: [spine01:swp2, leaf02:swp51]
    - { endpoints: [leaf01:swp1, server01:eth1], ipv4: ["", 10.0.10.101/24] }
    - { endpoints: [leaf02:swp1, server02:eth1], ipv4: ["", 10.0.20.102/24] }
tests:
  - exec: { on: spine01, run: net show bgp summary, stdout: { matches: 'router identifier 10\\.255\\.255\\.101[\\s\\S]*leaf01\\(swp1\\) .* 0\\n' } }
    within: 30s
  - configure: { on: spine01, nclu: [net add bgp network 10.255.255.101/32, net commit] }
  - configure: { on: leaf01, nclu: [net add bgp network 10.255.255.1/32, net add bgp network 10.0.10.0/24, net commit] }
  - configure: { on: leaf02, nclu: [net add bgp network 10.255.255.2/32, net add bgp network 10.0.20.0/24, net commit] }
  - exec: { on: spine01, run: net show bgp summary, stdout: { matches: 'RIB entries 9[\\s\\S]*leaf01\\(swp1\\) .* 2\\n' } }
    within: 30s
  - ping: { from: server01, to: server02, ttl: 61 }
    within: 30s
  - trace: { from: server01, to: server02, path: [10.0.10.1, 10.255.255.101, 10.255.255.2, server02] }
    within: 30s
`,
  );
});

test("iBGP over OSPF: a spine without the route is a black hole, as a reflector it is none", async () => {
  const leaf = (n: string, lan: string, far: string, s1: string, s2: string): string => `
      kind: cumulus
      nclu: |
        net add loopback lo ip address ${n}/32
        net add interface swp1 ip address ${s1}/30
        net add interface swp2 ip address ${s2}/30
        net add interface swp3 ip address ${lan}.1/24
        net add ospf router-id ${n}
        net add loopback lo ospf area 0
        net add interface swp1-2 ospf area 0
        net add interface swp1-2 ospf network point-to-point
        net add bgp autonomous-system 1
        net add bgp router-id ${n}
        net add bgp neighbor ${far} remote-as 1
        net add bgp neighbor ${far} update-source lo
        net add bgp network ${lan}.0/24
        net commit`;
  const spine = (n: string, a: string, b: string): string => `
      kind: cumulus
      nclu: |
        net add loopback lo ip address ${n}/32
        net add interface swp1 ip address ${a}/30
        net add interface swp2 ip address ${b}/30
        net add ospf router-id ${n}
        net add loopback lo ospf area 0
        net add interface swp1-2 ospf area 0
        net add interface swp1-2 ospf network point-to-point
        net commit`;
  const reflector = `[net add bgp autonomous-system 1, net add bgp neighbor 1.1.1.1 remote-as 1, net add bgp neighbor 1.1.1.1 update-source lo, net add bgp neighbor 1.1.1.1 route-reflector-client, net add bgp neighbor 2.2.2.2 remote-as 1, net add bgp neighbor 2.2.2.2 update-source lo, net add bgp neighbor 2.2.2.2 route-reflector-client, net commit]`;
  const client = `[net add bgp neighbor 11.11.11.11 remote-as 1, net add bgp neighbor 11.11.11.11 update-source lo, net add bgp neighbor 22.22.22.22 remote-as 1, net add bgp neighbor 22.22.22.22 update-source lo, net commit]`;
  await expectPass(
    "reflectors",
    `
name: reflectors
topology:
  nodes:
    leaf1:${leaf("1.1.1.1", "10.1.1", "2.2.2.2", "172.16.11.1", "172.16.12.1")}
    leaf2:${leaf("2.2.2.2", "20.1.1", "1.1.1.1", "172.16.21.1", "172.16.22.1")}
    spine1:${spine("11.11.11.11", "172.16.11.2", "172.16.21.2")}
    spine2:${spine("22.22.22.22", "172.16.12.2", "172.16.22.2")}
    pc1: { kind: host, routes: [default via 10.1.1.1] }
    pc2: { kind: host, routes: [default via 20.1.1.1] }
  links:
    - endpoints: [leaf1:swp1, spine1:swp1]
    - endpoints: [leaf1:swp2, spine2:swp1]
    - endpoints: [leaf2:swp1, spine1:swp2]
    - endpoints: [leaf2:swp2, spine2:swp2]
    - { endpoints: [leaf1:swp3, pc1:eth1], ipv4: ["", 10.1.1.10/24] }
    - { endpoints: [leaf2:swp3, pc2:eth1], ipv4: ["", 20.1.1.10/24] }
tests:
  - bgp: { on: leaf1, neighbor: 2.2.2.2, state: Established, prefixes-received: 1 }
    within: 90s
  - exec: { on: leaf1, run: net show route 20.1.1.0/24, stdout: { matches: 'recursive' } }
    within: 30s
  - exec: { on: spine1, run: net show route 20.1.1.1, stdout: { contains: "% Network not in table" } }
  - ping: { from: pc1, to: pc2 }
    expect: fail
  - configure: { on: spine1, nclu: ${reflector} }
  - configure: { on: spine2, nclu: ${reflector} }
  - configure: { on: leaf1, nclu: ${client} }
  - configure: { on: leaf2, nclu: ${client} }
  - ping: { from: pc1, to: pc2, ttl: 61 }
    within: 90s
`,
  );
});

test("static routes, then OSPF by a live commit: the daemon it starts is one like any other", async () => {
  const sw = (lan: string, link: string): string => `
      kind: cumulus
      nclu: |
        net add interface swp1 ip address ${lan}.1/24
        net add interface swp2 ip address ${link}/30
        net commit`;
  const unnumbered = (own: string): string => `
      kind: cumulus
      nclu: |
        net add loopback lo ip address ${own}/32
        net add interface swp1-2 ip address ${own}/32
        net add interface swp1-2 ospf network point-to-point
        net add ospf router-id ${own}
        net add ospf network ${own}/32 area 0
        net commit`;
  const ospf = (id: string, route: string): string =>
    `[net del routing route ${route}, net add ospf router-id ${id}, net add interface swp2 ospf area 0, net add interface swp2 ospf network point-to-point, net add interface swp1 ospf area 0, net add interface swp1 ospf passive, net commit]`;
  await expectPass(
    "live-ospf",
    `
name: live-ospf
topology:
  nodes:
    sw1:${sw("10.1.1", "172.16.12.1")}
    sw2:${sw("20.1.1", "172.16.12.2")}
    pc1: { kind: host, routes: [default via 10.1.1.1] }
    pc2: { kind: host, routes: [default via 20.1.1.1] }
    switch01:${unnumbered("10.1.1.1")}
    switch02:${unnumbered("10.2.2.2")}
  links:
    - endpoints: [switch01:swp1, switch02:swp1]
    - endpoints: [switch01:swp2, switch02:swp2]
    - endpoints: [sw1:swp2, sw2:swp2]
    - { endpoints: [sw1:swp1, pc1:eth1], ipv4: ["", 10.1.1.10/24] }
    - { endpoints: [sw2:swp1, pc2:eth1], ipv4: ["", 20.1.1.10/24] }
tests:
  - configure: { on: sw1, nclu: [net add routing route 20.1.1.0/24 172.16.12.2, net commit] }
  - configure: { on: sw2, nclu: [net add routing route 10.1.1.0/24 172.16.12.1, net commit] }
  - ping: { from: pc1, to: pc2, ttl: 62 }
    within: 30s
  - configure: { on: sw1, nclu: ${ospf("1.1.1.1", "20.1.1.0/24 172.16.12.2")} }
  - configure: { on: sw2, nclu: ${ospf("2.2.2.2", "10.1.1.0/24 172.16.12.1")} }
  - exec: { on: sw1, run: net show ospf neighbor, stdout: { matches: '2\\.2\\.2\\.2 +\\d+ Full/' } }
    within: 90s
  # A switch that said hello under another id first would be in the list twice, for a dead interval.
  - vtysh: { on: sw2, show: ip ospf neighbor, json: { neighbors: { 1.1.1.1: "*", 172.16.12.1: null } } }
  - exec: { on: sw1, run: net show route ospf, stdout: { matches: 'O>\\* 20\\.1\\.1\\.0/24 \\[110/\\d+\\] via 172\\.16\\.12\\.2, swp2' } }
    within: 60s
  - ping: { from: pc1, to: pc2, ttl: 62 }
    within: 60s
  # One address on every port: both links carry an adjacency and half of the traffic.
  - exec: { on: switch02, run: net show ospf neighbor, stdout: { matches: '10\\.1\\.1\\.1 +1 Full/.* swp1:10\\.2\\.2\\.2 [\\s\\S]*10\\.1\\.1\\.1 +1 Full/.* swp2:10\\.2\\.2\\.2 ' } }
    within: 60s
  - exec: { on: switch01, run: net show route ospf, stdout: { matches: 'O>\\* 10\\.2\\.2\\.2/32 \\[110/\\d+\\] via 10\\.2\\.2\\.2, swp1 onlink.*\\n +\\* +via 10\\.2\\.2\\.2, swp2 onlink' } }
    within: 60s
  # No adjacency over the passive port: nothing of OSPF reaches the PC.
  - exec: { on: sw1, run: [vtysh, -c, show ip ospf interface swp1], stdout: { contains: No Hellos (Passive interface) } }
  - daemon: { on: sw1, name: ospfd }
  - stop: sw1/ospfd
  - daemon: { on: sw1, name: ospfd, running: false }
  - start: sw1/ospfd
  - daemon: { on: sw1, name: ospfd }
  - kill: sw1/ospfd
  - daemon: { on: sw1, name: ospfd, running: false }
  # The switch starts as it was committed, with the daemon its lab file knew nothing of.
  - restart: sw1
  - daemon: { on: sw1, name: ospfd }
  - ping: { from: pc1, to: pc2, ttl: 62 }
    within: 120s
`,
  );
});
