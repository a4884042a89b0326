// Knows: the commands between two configurations of a switch.
// Refuses to know: how the interfaces were told from stanzas.

import { expect, test } from "vitest";
import type { StanzaText } from "../../../src/nclu/stanza.ts";
import { switchInterfaces, type SwitchInterface } from "../../../src/nclu/switch-devices.ts";
import { kernelChanges } from "../../../src/runtime/switch/kernel-changes.ts";

function of(stanzas: Readonly<Record<string, readonly string[]>>): readonly SwitchInterface[] {
  const list = Object.entries(stanzas).map(([name, lines]): StanzaText => {
    const attributes = lines.map((line) => {
      const [key = "", ...value] = line.split(" ");
      return { key, value: value.join(" ") };
    });
    return { name, attributes };
  });
  return switchInterfaces(list, { hasEth0: false });
}
const present = new Set(["lo", "swp1", "swp2"]);
const changes = (
  before: Parameters<typeof of>[0],
  after: Parameters<typeof of>[0],
  { repair = false, there = [] }: { readonly repair?: boolean; readonly there?: readonly string[] } = {},
): string[] =>
  kernelChanges(of(before), of(after), new Set([...present, ...there]), repair).map(({ argv }) => argv.join(" "));

test("what is the same is not touched, unless somebody asks for repair", () => {
  const stanzas = { swp1: ["address 10.0.0.1/24", "mtu 9000"] };
  expect(changes(stanzas, stanzas)).toEqual([]);
  expect(changes(stanzas, stanzas, { repair: true })).toEqual([
    "ip link set dev swp1 up",
    "ip addr replace 10.0.0.1/24 dev swp1",
  ]);
});

test("an address that moves leaves first; a port that is gone goes dark", () => {
  expect(changes({ swp1: ["address 10.0.0.1/24"] }, { swp1: ["address 10.0.0.2/24"] })).toEqual([
    "ip addr del 10.0.0.1/24 dev swp1",
    "ip addr replace 10.0.0.2/24 dev swp1",
  ]);
  expect(changes({ swp1: ["address 10.0.0.1/24"] }, {})).toEqual([
    "ip addr del 10.0.0.1/24 dev swp1",
    "ip link set dev swp1 down",
  ]);
});

test("a port that is not wired is left alone", () => {
  expect(changes({}, { swp9: ["address 10.0.0.1/24"] })).toEqual([]);
});

test("a port of a bond is down before it joins, and the bond brings it up", () => {
  const after = { swp1: [], swp2: [], uplink: ["bond-slaves swp1 swp2"] };
  const made = changes({}, after);
  expect(made[0]).toBe(
    "ip link add name uplink type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4",
  );
  expect(made.indexOf("ip link set dev swp1 down")).toBeLessThan(made.indexOf("ip link set dev swp1 master uplink"));
  expect(made).not.toContain("ip link set dev swp1 up");
});

test("a trunk among access ports turns plain bridges into one that filters", () => {
  const access = {
    swp1: ["bridge-access 10"],
    bridge: ["bridge-vlan-aware yes", "bridge-ports swp1", "bridge-vids 10"],
  };
  const trunk = { ...access, swp2: [], bridge: ["bridge-vlan-aware yes", "bridge-ports swp1 swp2", "bridge-vids 10"] };
  const before = new Set([...present, "vlan10"]);
  const made = kernelChanges(of(access), of(trunk), before, false).map(({ argv }) => argv.join(" "));
  expect(made.slice(0, 2)).toEqual([
    "ip link del vlan10",
    "ip link add name bridge type bridge vlan_filtering 1 vlan_default_pvid 0",
  ]);
  expect(made).toContain("bridge vlan add dev swp1 vid 10 pvid untagged");
  expect(made).toContain("bridge vlan add dev swp2 vid 10");
});

test("a bond of another mode is made anew, and its ports join it again", () => {
  const bond = (mode: string): Parameters<typeof of>[0] => ({
    swp1: [],
    uplink: ["bond-slaves swp1", `bond-mode ${mode}`, "address 10.0.0.1/24"],
  });
  const made = changes(bond("802.3ad"), bond("active-backup"), { there: ["uplink"] });
  expect(made[0]).toBe("ip link del uplink");
  expect(made[1]).toMatch(/^ip link add name uplink type bond mode active-backup/);
  expect(made.slice(2)).toEqual([
    "ip link set dev swp1 down",
    "ip link set dev swp1 master uplink",
    "ip link set dev uplink up",
    "ip addr replace 10.0.0.1/24 dev uplink",
  ]);
});

test("a bridge that is made anew takes what is on top of it along: VLANs of its ports, interfaces of its VLANs", () => {
  const bridge = (...more: string[]): Parameters<typeof of>[0] => ({
    swp1: [],
    bridge: ["bridge-vlan-aware yes", "bridge-ports swp1", "bridge-vids 10", ...more],
    vlan10: ["vlan-raw-device bridge", "vlan-id 10", "address 10.0.10.1/24"],
  });
  const made = changes(bridge(), bridge("bridge-vlan-protocol 802.1ad"), { there: ["bridge", "vlan10"] });
  const inOrder = [
    "ip link del vlan10",
    "ip link del bridge",
    "ip link set dev swp1 master bridge",
    "bridge vlan add dev swp1 vid 10",
    "ip addr replace 10.0.10.1/24 dev vlan10",
  ];
  expect(made.filter((line) => inOrder.includes(line))).toEqual(inOrder);
});

test("an interface that moves to a VRF has its addresses set again", () => {
  const swp1 = (...more: string[]): Parameters<typeof of>[0] => ({
    RED: ["vrf-table 1001"],
    swp1: ["address 2001:db8::1/64", ...more],
  });
  expect(changes(swp1(), swp1("vrf RED"), { there: ["RED"] })).toEqual([
    "ip link set dev swp1 master RED",
    "ip addr replace 2001:db8::1/64 dev swp1",
  ]);
});
