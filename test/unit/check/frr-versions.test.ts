// FRR words the same facts differently from version to version. What is installed here is asked by the kernel tests;
// these are the forms of the others: the fields are those of FRR's user guide and of its own topology tests.

import { describe, expect, test } from "vitest";
import type { AskContext, Finding } from "../../../src/check/check.ts";
import { createFacts } from "../../../src/observe/round-facts.ts";
import { memoryRuntime, noRecording } from "../../helpers/memory-runtime.ts";
import { loadText } from "../../helpers/test-steps.ts";

const lab = (step: string): string => `name: versions
topology:
  nodes:
    r1:
      kind: frr
      frr: { daemons: [zebra, ospfd, ospf6d, isisd, bfdd, bgpd], config: "" }
    r2: { kind: frr, interfaces: { lo: { ipv4: 10.255.0.2/32 } } }
  links:
    - endpoints: [r1:eth1, r2:eth1]
      ipv4: [10.0.12.1/24, 10.0.12.2/24]
tests:
  - ${step}
`;

/** The finding of a step when each show command is answered with the JSON given for it. */
async function find(step: string, shown: Readonly<Record<string, unknown>>): Promise<Finding> {
  const loaded = await loadText(lab(step), "versions.yml");
  expect(loaded.diagnostics).toEqual([]);
  const [check] = loaded.steps;
  if (check?.kind !== "check") throw new Error("the step is no check");
  const runtime = memoryRuntime(noRecording, {
    vty: (_, __, command) => {
      if (!(command in shown)) throw new Error(`not answered: ${command}`);
      return { text: JSON.stringify(shown[command]) };
    },
  });
  const signal = new AbortController().signal;
  const facts = createFacts(runtime, { timeoutMs: 1000, signal });
  const context: AskContext = { lab: loaded.lab, runtime, facts, timeoutMs: 1000, signal };
  return (await check.check.begin(context)).ask(context);
}

describe("OSPF neighbours", () => {
  const interfaces = { interfaces: { eth1: { area: "0.0.0.1 [Stub]" } } };
  const forms: readonly [string, Readonly<Record<string, unknown>>][] = [
    ["8.1", { priority: 1, state: "Full/DR", deadTimeMsecs: 33000, address: "10.0.12.2", ifaceName: "eth1:10.0.12.1" }],
    [
      "8.4",
      {
        ...{ priority: 1, state: "Full/DR", nbrPriority: 1, nbrState: "Full/DR", converged: "Full", role: "DR" },
        ...{ address: "10.0.12.2", ifaceAddress: "10.0.12.2", ifaceName: "eth1:10.0.12.1" },
      },
    ],
    [
      "10",
      {
        ...{ nbrPriority: 1, nbrState: "Full/DR", converged: "Full", role: "DR", upTime: "1m02s" },
        ...{ ifaceAddress: "10.0.12.2", ifaceName: "eth1:10.0.12.1" },
      },
    ],
  ];
  test.each(forms)("as FRR %s shows them", async (_, neighbor) => {
    const shown = {
      "show ip ospf neighbor json": { neighbors: { "192.0.2.2": [neighbor] } },
      "show ip ospf interface json": interfaces,
    };
    const full = await find("ospf: { on: r1, neighbor: r2, state: Full, role: DR, interface: eth1, area: 1 }", shown);
    expect(full).toMatchObject({ outcome: "pass", saw: "192.0.2.2 Full (DR) on eth1" });
    const other = await find("ospf: { on: r1, neighbor: 10.0.12.2, state: 2-Way }", shown);
    expect(other).toMatchObject({ outcome: "fail", differs: ["state: wanted 2-Way, got Full"] });
  });

  test("below the name of their VRF", async () => {
    const neighbors = { "192.0.2.2": [{ nbrState: "2-Way/DROther", role: "DROther", ifaceName: "eth1:10.0.12.1" }] };
    const shown = { "show ip ospf vrf red neighbor json": { red: { vrfName: "red", vrfId: 5, neighbors } } };
    const finding = await find("ospf: { on: r1, neighbor: 192.0.2.2, state: 2-Way, role: DROther, vrf: red }", shown);
    expect(finding.outcome).toBe("pass");
  });

  test.each([
    ["an area id", { status: "up", type: "POINTOPOINT", attachedToArea: true, areaId: "0.0.0.1" }],
    ["an area", { status: "up", type: "POINTOPOINT", area: "0.0.0.1" }],
  ])("of OSPFv3, the interface with %s", async (_, where) => {
    const neighbor = {
      neighborId: "192.0.2.2",
      priority: 1,
      deadTime: "00:00:35",
      state: "Twoway",
      ifState: "DROther",
    };
    const shown = {
      "show ipv6 ospf6 neighbor json": { neighbors: [{ ...neighbor, interfaceName: "eth1", interfaceState: "BDR" }] },
      "show ipv6 ospf6 interface json": { eth1: where },
    };
    const step = "ospf: { on: r1, neighbor: 192.0.2.2, version: 3, state: 2-Way, role: DROther, area: 1 }";
    expect(await find(step, shown)).toMatchObject({ outcome: "pass" });
  });
});

describe("IS-IS neighbours", () => {
  const flat = { circuit: 0, adj: "r2", interface: "eth1", level: 2, state: "Up", "expires-in": "3s" };
  const nested = { ...{ name: "eth1", state: "Up", "adj-flaps": 1, "circuit-type": "L2" }, speaks: "IPv4" };
  const long = { circuit: 0, adj: "r2", interface: nested, level: 2, "expires-in": "3s" };
  test.each([
    ["with the interface as a word", flat],
    ["with the interface as an object", long],
  ])("%s", async (_, circuit) => {
    // A circuit without a neighbour is a number and nothing else.
    const shown = { "show isis neighbor json": { areas: [{ area: "CORE", circuits: [{ circuit: 0 }, circuit] }] } };
    const finding = await find("isis: { on: r1, neighbor: r2, state: Up, level: 2, interface: eth1 }", shown);
    expect(finding).toMatchObject({ outcome: "pass", saw: "r2 Up on eth1, level 2" });
    expect(await find("isis: { on: r1, neighbor: r2, level: 1 }", shown)).toMatchObject({
      outcome: "fail",
      differs: ["level: wanted 1, got 2"],
    });
  });
});

describe("BFD sessions", () => {
  const session = {
    ...{ multihop: false, peer: "10.0.12.2", vrf: "default", interface: "eth1" },
    "passive-mode": false,
  };
  const times = { "receive-interval": 300, "transmit-interval": 200, "detect-multiplier": 3 };
  test.each([
    ["8, with one echo interval", { "echo-interval": 50 }],
    ["10, with two and a type", { "echo-receive-interval": 50, "echo-transmit-interval": 0, type: "configured" }],
  ])("of FRR %s", async (_, more) => {
    const up = { ...session, ...times, ...more, status: "up", diagnostic: "ok", "remote-diagnostic": "ok" };
    const step = "bfd: { on: r1, neighbor: r2, interface: eth1, detect-multiplier: 3, receive-interval: 300, transmit-interval: 200 }"; // prettier-ignore
    expect(await find(step, { "show bfd peers json": [up] })).toMatchObject({ outcome: "pass" });
    const down = { ...up, status: "down", diagnostic: "control detection time expired" };
    const finding = await find("bfd: { on: r1, neighbor: r2 }", { "show bfd peers json": [down] });
    expect(finding).toMatchObject({ outcome: "fail", differs: ["state: wanted up, got down"] });
    expect(finding.saw).toContain("control detection time expired");
  });
});

describe("EVPN VNIs", () => {
  const l2 = { vni: 10, type: "L2", vxlanIf: "vni10", numMacs: 2, numArpNd: 1, tenantVrf: "red" };
  const l3 = { vni: 99, type: "L3", vxlanIf: "vni99", numMacs: 1, numArpNd: 1, tenantVrf: "red" };
  const shown = {
    "show evpn vni json": {
      // FRR 10 names the remote ends as well as counting them.
      "10": { ...l2, numRemoteVteps: 1, remoteVteps: [{ ip: "10.255.0.2", flood: "HER" }] },
      "99": { ...l3, numRemoteVteps: "n/a" },
    },
  };
  test.each([
    ["vni: 10, type: L2, vrf: red, vxlan-interface: vni10, macs: 2, neighbors: 1, remote-vteps: 1", "pass", []],
    ["vni: 10, remote-vteps: '>= 2'", "fail", ["remote-vteps: wanted >= 2, got 1"]],
    ["vni: 99, type: L3, vrf: red", "pass", []],
    ["vni: 99, remote-vteps: 1", "fail", ["remote-vteps: wanted 1, got nothing"]],
    ["vni: 7", "fail", ["vni: wanted 7, got 10, 99"]],
  ])("%s", async (wanted, outcome, differs) => {
    expect(await find(`evpn: { on: r1, ${wanted} }`, shown)).toMatchObject({ outcome, differs });
  });

  test("are counted in words", async () => {
    const finding = await find("evpn: { on: r1, vni: 10 }", shown);
    expect(finding.saw).toBe("L2 on vni10, VRF red, 2 MACs, 1 neighbour, 1 remote VTEP");
    expect((await find("evpn: { on: r1, vni: 99 }", shown)).saw).toBe("L3 on vni99, VRF red, 1 MAC, 1 neighbour");
  });
});
