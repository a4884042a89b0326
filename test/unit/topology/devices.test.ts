// Interfaces that no link makes, from the file to the model.

import { describe, expect, test } from "vitest";
import { formatCidr } from "../../../src/model/ip.ts";
import type { Interface } from "../../../src/model/lab.ts";
import { loaded, nodeOf, tryLoad } from "./memory-io.ts";

const lab = (node: string, links = "[r1:eth1, r2:eth1], [r1:eth2, r2:eth2]"): string => `
name: lab
topology:
  nodes:
    r1: { kind: host, ${node} }
    r2: { kind: host }
  links: [${links.replaceAll(/\[([^\]]*)\]/g, "{ endpoints: [$1] }")}]
`;

async function interfacesOf(node: string): Promise<Readonly<Record<string, Interface>>> {
  const { interfaces } = nodeOf(await loaded(lab(node)), "r1");
  return Object.fromEntries(interfaces.map((iface) => [iface.name, iface]));
}

describe("VRFs", () => {
  test("take interfaces from either side, and routes", async () => {
    const { red, eth1, eth2 } = await interfacesOf(
      "vrfs: { red: { table: 10, interfaces: [eth1], routes: [blackhole default] } }, interfaces: { eth2: { vrf: red } }",
    );
    expect(red?.device).toEqual({ kind: "vrf", table: 10 });
    expect([eth1?.master, eth2?.master]).toEqual(["red", "red"]);
    const { routes } = nodeOf(await loaded(lab("vrfs: { red: { table: 10, routes: [blackhole default] } }")), "r1");
    expect(routes).toMatchObject([{ type: "blackhole", vrf: "red", table: undefined }]);
  });

  test("without a table get the next free one from 1001, whatever the order of the keys", async () => {
    const tables = async (vrfs: string): Promise<unknown> => {
      const { a, b, c } = await interfacesOf(`vrfs: { ${vrfs} }`);
      return [a, b, c].map((iface) => iface?.device);
    };
    const wanted = [1002, 1001, 1003].map((table) => ({ kind: "vrf", table }));
    expect(await tables("a: {}, b: { table: 1001 }, c:")).toEqual(wanted);
    expect(await tables("c: {}, b: { table: 1001 }, a:")).toEqual(wanted);
  });

  test("a gateway is looked for inside the VRF only", async () => {
    const addresses = "interfaces: { eth1: { ipv4: 10.0.1.1/24, vrf: red }, eth2: { ipv4: 10.0.2.1/24 } }";
    const codes = async (routes: string): Promise<readonly string[]> =>
      (await tryLoad(lab(`vrfs: { red: { table: 10, routes: [${routes}] } }, ${addresses}`))).codes;
    expect(await codes("default via 10.0.1.2")).toEqual([]);
    expect(await codes("default via 10.0.2.2")).toEqual(["addresses/gateway"]);
    expect(await codes("default via 10.0.2.2 dev eth2")).toEqual([]); // a leak, said in so many words
  });
});

describe("VLANs", () => {
  test("by name, by parent, and on each other", async () => {
    const found = await interfacesOf(
      "interfaces: { eth1.10.20: {}, eth1.10: { ipv4: 10.0.0.1/24 }, mgmt: { parent: eth2, vlan: 7 } }",
    );
    expect(found["eth1.10"]?.device).toEqual({ kind: "vlan", parent: "eth1", id: 10 });
    expect(found["eth1.10"]?.addresses.map(({ cidr }) => formatCidr(cidr))).toEqual(["10.0.0.1/24"]);
    expect(found["eth1.10.20"]?.device).toEqual({ kind: "vlan", parent: "eth1.10", id: 20 });
    expect(found["mgmt"]?.device).toEqual({ kind: "vlan", parent: "eth2", id: 7 });
  });

  test("nobody wrote about, but a bridge lists", async () => {
    const found = await interfacesOf("bridges: { br0: { interfaces: [eth1.10, eth2] } }");
    expect(found["eth1.10"]).toMatchObject({ device: { kind: "vlan", id: 10 }, master: "br0" });
  });

  test("from a group are for nodes that have the parent", async () => {
    const text = `
name: lab
topology:
  defaults: { kind: host, interfaces: { eth1.10: {}, eth9.10: {} } }
  nodes: { r1: {}, r2: {} }
  links: [{ endpoints: [r1:eth1, r2:eth2] }]
`;
    const names = (node: string, from: Awaited<ReturnType<typeof loaded>>): readonly string[] =>
      nodeOf(from, node).interfaces.map((iface) => iface.name);
    const result = await loaded(text);
    expect(names("r1", result)).toEqual(["lo", "eth1", "eth1.10"]);
    expect(names("r2", result)).toEqual(["lo", "eth2"]);
  });

  test("a link may end at a name with a dot: then it is no VLAN", async () => {
    const result = await loaded(lab("interfaces: { eth1.10: {} }", "[r1:eth1, r2:eth1], [r1:eth1.10, r2:eth2]"));
    const iface = nodeOf(result, "r1").interfaces.find(({ name }) => name === "eth1.10");
    expect(iface).toMatchObject({ device: undefined, peer: "r2:eth2" });
  });
});

describe("bridges", () => {
  test("ports have the VLANs they say, else the bridge's", async () => {
    const found = await interfacesOf(
      "bridges: { br0: { vlan-aware: true, vids: [10, 20-30], interfaces: [eth1, eth2] } }, interfaces: { eth1: { vlan: 10, vlans: 40 }, br0.20: {} }",
    );
    const vlan = (first: number, last: number, untagged = false): unknown => ({ first, last, untagged });
    expect(found["eth1"]?.vlans).toEqual([vlan(10, 10, true), vlan(40, 40)]);
    expect(found["eth2"]?.vlans).toEqual([vlan(1, 1, true), vlan(10, 10), vlan(20, 30)]);
    // The bridge's own end: VLAN 1 for its addresses, 20 for br0.20.
    expect(found["br0"]?.vlans).toEqual([vlan(1, 1, true), vlan(20, 20)]);
  });

  test("in a switch every link is a port", async () => {
    const text = `
name: lab
topology:
  nodes:
    sw: { kind: bridge, bridges: { br0: { vlan-aware: true, stp: true } }, interfaces: { p1: { vlan: 10 } } }
    a: { kind: host, interfaces: { eth0: { ipv4: 10.0.0.1/24 } } }
    b: { kind: host, interfaces: { eth0: { ipv4: 10.0.0.1/24 } } }
  links: [{ endpoints: [sw:p1, a:eth0] }, { endpoints: [sw:p2, b:eth0] }]
`;
    // The same address twice: the two are in different VLANs, so nothing is wrong.
    const sw = nodeOf(await loaded(text), "sw");
    expect(sw.interfaces.map(({ name, master }) => [name, master])).toEqual([
      ["lo", undefined],
      ["br0", undefined],
      ["p1", "br0"],
      ["p2", "br0"],
    ]);
    expect(sw.interfaces[1]?.device).toEqual({ kind: "bridge", vlanAware: true, stp: true });
  });
});

test("bonds and tunnels have the defaults that the documentation gives", async () => {
  const found = await interfacesOf(
    "bonds: { bond0: { interfaces: [eth1, eth2] } }, vxlans: { vx0: { vni: 5, local: 10.0.0.1 } }",
  );
  expect(found["bond0"]?.device).toMatchObject({ mode: "802.3ad", miimon: 100, lacpRate: "fast", hash: "layer3+4" });
  expect(found["vx0"]?.device).toMatchObject({ vni: 5, port: 4789, learning: false, remotes: [] });
});

test("devices the kernel would give an address by lot have one that stays", async () => {
  const found = await interfacesOf(
    "interfaces: { dum0: { type: dummy }, eth1.10: {} }, bonds: { bond0: { interfaces: [eth2] } }",
  );
  expect(found["dum0"]?.mac).toMatch(/^02:/);
  expect(found["eth1.10"]?.mac).toBeUndefined();
  expect(found["bond0"]?.mac).toBeUndefined();
});

describe("links with one end", () => {
  test.each([
    ["{ type: dummy, endpoint: { node: r1, interface: eth9, ipv4: 10.9.0.1/24 } }", { kind: "dummy" }],
    ["{ endpoints: [r1:eth9, dummy] }", { kind: "dummy" }],
    ["{ endpoints: [macvlan:enp3s0, r1:eth9] }", { kind: "host-macvlan", parent: "enp3s0", mode: "bridge" }],
    [
      "{ type: macvlan, endpoint: { node: r1, interface: eth9 }, host-interface: enp3s0, mode: vepa }",
      { kind: "host-macvlan", parent: "enp3s0", mode: "vepa" },
    ],
  ])("%s", async (link, device) => {
    const result = await loaded(`name: lab\ntopology: { nodes: { r1: { kind: host } }, links: [${link}] }\n`);
    expect(nodeOf(result, "r1").interfaces.find(({ name }) => name === "eth9")?.device).toEqual(device);
  });
});

test("an impairment holds at both ends, and an end's own words go before", async () => {
  const text = `
name: lab
topology:
  nodes: { a: { kind: host }, b: { kind: host } }
  links:
    - { endpoints: [a:eth1, { node: b, interface: eth1, impair: { loss: 5% } }], impair: { delay: 10ms, loss: 1% } }
`;
  const [link] = (await loaded(text)).graph.mapEdges((_, each) => each);
  const impairments = link?.ends.map(({ node, impair }) => [node, impair?.impairment]);
  expect(impairments).toEqual([
    ["a", { delay: 10_000, loss: 1 }],
    ["b", { delay: 10_000, loss: 5 }],
  ]);
});

test("rules in both forms", async () => {
  const { rules } = nodeOf(
    await loaded(
      lab(
        'vrfs: { red: { table: 10 } }, rules: ["from 10.0.0.0/8 iif eth1 lookup red priority 5", { to: "2001:db8::/32", action: prohibit }, "fwmark 0x1/0xff lookup main"]',
      ),
    ),
    "r1",
  );
  expect(rules).toMatchObject([
    { family: 4, priority: 5, iif: "eth1", then: 10 },
    { family: 6, priority: undefined, then: "prohibit" },
    { family: 4, fwmark: "0x1/0xff", then: 254 },
  ]);
});
