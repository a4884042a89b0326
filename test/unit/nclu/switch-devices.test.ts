// Knows: which interfaces stanzas ask for, and when a plain bridge per VLAN will do.
// Refuses to know: the commands that make them (test/unit/runtime/kernel-changes.test.ts).

import { afterEach, expect, test } from "vitest";
import { runLabCommands } from "../../../src/nclu/translate.ts";
import { switchInterfaces, type SwitchInterface } from "../../../src/nclu/switch-devices.ts";
import { createDiagnosticSink } from "../../../src/base/diagnostics.ts";

const ports = ["swp1", "swp2", "swp3"];
let filtering = false;
afterEach(() => (filtering = false));
function interfacesOf(...lines: string[]): ReadonlyMap<string, SwitchInterface> {
  const sink = createDiagnosticSink();
  const at = { file: "lab.yml", line: 1, col: 1, length: 0 };
  const commands = [...lines, "net commit"].map((text) => ({ text, at }));
  const { config } = runLabCommands(commands, { ports, hostname: "sw" }, sink);
  expect(sink.all).toEqual([]);
  return new Map(switchInterfaces(config.stanzas, { hasEth0: false, filtering }).map((one) => [one.name, one]));
}

test("ports with one VLAN each share a plain bridge per VLAN, which has the VLAN's address", () => {
  const found = interfacesOf(
    "net add interface swp1,2 bridge access 10",
    "net add interface swp3 bridge access 20",
    "net add vlan 10 ip address 10.0.10.1/24",
  );
  expect(found.has("bridge")).toBe(false);
  const plain = { kind: "bridge", vlanAware: false, stp: false };
  expect(found.get("vlan10")).toMatchObject({ made: plain, addresses: ["10.0.10.1/24"], vlans: [] });
  expect(found.get("vlan20")).toMatchObject({ made: plain, addresses: [] });
  expect(["swp1", "swp2", "swp3"].map((name) => found.get(name)?.master)).toEqual(["vlan10", "vlan10", "vlan20"]);
});

test("one trunk, and the bridge keeps the VLANs apart itself", () => {
  const found = interfacesOf(
    "net add interface swp1 bridge access 10",
    "net add interface swp3 bridge trunk vlans 10-20",
    "net add vlan 10 ip address 10.0.10.1/24",
  );
  expect(found.get("bridge")).toMatchObject({
    made: { kind: "bridge", vlanAware: true },
    vlans: [
      { first: 1, last: 1, untagged: true },
      { first: 10, last: 10, untagged: false },
    ],
  });
  expect(found.get("vlan10")?.made).toEqual({ kind: "vlan", parent: "bridge", id: 10 });
  expect(found.get("swp1")?.vlans).toEqual([{ first: 10, last: 10, untagged: true }]);
  expect(found.get("swp3")?.vlans).toEqual([
    { first: 1, last: 1, untagged: true },
    { first: 10, last: 20, untagged: false },
  ]);
});

test("VRFs keep the tables they have; a new one takes the next", () => {
  const stanza = (name: string) => ({ name, attributes: [{ key: "vrf-table", value: "auto" }] });
  const found = switchInterfaces([stanza("blue"), stanza("red")], {
    hasEth0: false,
    tables: new Map([["red", 1001]]),
  });
  expect(found.map(({ made }) => made)).toEqual([
    { kind: "vrf", table: 1002 },
    { kind: "vrf", table: 1001 },
  ]);
});

test("a bond holds its ports, and the shared address of two routers has a MAC of its own", () => {
  const found = interfacesOf(
    "net add bond uplink bond slaves swp1-2",
    "net add vlan 10 ip address-virtual 00:00:00:00:1a:10 10.0.10.1/24",
  );
  expect(found.get("uplink")?.made).toMatchObject({ kind: "bond", mode: "802.3ad", lacpRate: "fast", miimon: 100 });
  expect(found.get("swp2")?.master).toBe("uplink");
  expect(found.get("vlan10-v0")).toMatchObject({
    made: { kind: "macvlan", parent: "vlan10", mode: "private" },
    mac: "00:00:00:00:1a:10",
    addresses: ["10.0.10.1/24"],
  });
});

test("without eth0 there is no management VRF to build", () => {
  expect([...interfacesOf("net add interface eth0 vrf mgmt").keys()]).toEqual(["lo"]);
});

test("where bridges keep VLANs apart, access ports get the one bridge their configuration speaks of", () => {
  filtering = true;
  const found = interfacesOf("net add interface swp1 bridge access 10", "net add vlan 10 ip address 10.0.10.1/24");
  expect(found.get("bridge")?.made).toEqual({ kind: "bridge", vlanAware: true, stp: false });
  expect(found.get("vlan10")?.made).toEqual({ kind: "vlan", parent: "bridge", id: 10 });
  expect(found.get("swp1")?.vlans).toEqual([{ first: 10, last: 10, untagged: true }]);
});

test("a bridge with 802.1ad tags keeps VLANs in tags of its own, and needs a kernel that can", () => {
  const found = interfacesOf("net add interface swp1 bridge access 10", "net add bridge bridge vlan-protocol 802.1ad");
  expect(found.get("bridge")?.made).toEqual({ kind: "bridge", vlanAware: true, stp: false, outerTags: true });
});

test("commands of a stanza, by the moment they are for", () => {
  const found = interfacesOf(
    "net add interface swp1 post-up echo up",
    "net add interface swp1 pre-up 'echo first'",
    "net add interface swp1 pre-down echo last",
    "net add interface swp1 ip address 10.0.0.1/24",
    "net add interface swp1 ip gateway 10.0.0.254",
  );
  expect(found.get("swp1")).toMatchObject({
    hooks: { preUp: ["echo first"], postUp: ["echo up"], preDown: ["echo last"], postDown: [] },
    gateways: ["10.0.0.254"],
  });
});
