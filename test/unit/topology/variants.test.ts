// Variants of a lab file: what each of them is, and where what it says was written.

import { describe, expect, test } from "vitest";
import { formatCidr } from "../../../src/model/ip.ts";
import type { Lab } from "../../../src/model/lab.ts";
import { loaded, nodeOf, tryLoad } from "./memory-io.ts";

const text = `name: lab
kernel: host
requires: [socat]
variants:
  none:
  vrf:
    summary: with a VRF
    kernel: uml
    requires: [mariadbd: mariadb-server-core]
    nodes:
      r1:
        interfaces: { eth1: { mtu: 1400 } }
        vrfs: { red: { table: 10, interfaces: [eth1] } }
        routes: []
      r3: { kind: host }
    links:
      - { endpoints: [r1:eth1, r2:eth1], impair: { delay: 10ms } }
      - { endpoints: [r2:eth2, r3:eth1] }
topology:
  nodes:
    r1:
      kind: host
      interfaces: { eth1: { ipv4: 10.0.0.1/24 } }
      routes: [default via 10.0.0.2]
      sysctls: { net.ipv4.ip_forward: 1 }
    r2: { kind: host, interfaces: { eth1: { ipv4: 10.0.0.2/24 } } }
  links:
    - { endpoints: [r1:eth1, r2:eth1] }
tests:
  - stage: one
    exec: { on: r1, run: a }
    only: none
  - exec: { on: r1, run: b }
    expect: { none: fail }
  - exec: { on: r1, run: c }
    only: [vrf, none]
    expect: fail
`;

const variant = (name?: string): Promise<Lab> => loaded(text, name === undefined ? {} : { variant: name });

describe("the first variant", () => {
  test("is what nobody chose, and the lab has its name", async () => {
    const lab = await variant();
    expect(lab).toMatchObject({ name: "lab-none", kernel: "host", variant: { name: "none", all: ["none", "vrf"] } });
    expect(lab.graph.nodes()).toEqual(["r1", "r2"]);
    expect(nodeOf(lab, "r1").routes).toHaveLength(1);
    expect(lab.requires.map(({ program }) => program)).toEqual(["socat"]);
  });

  test("has its own steps, with the numbers of the file", async () => {
    const { tests } = await variant("none");
    expect(tests.map(({ number, stage, expect: wanted }) => [number, stage, wanted])).toEqual([
      [1, "one", "pass"],
      [2, "one", "fail"],
      [3, "one", "fail"],
    ]);
  });
});

describe("another", () => {
  test("merges maps key by key, replaces lists, adds nodes and links", async () => {
    const lab = await variant("vrf");
    expect(lab).toMatchObject({ name: "lab-vrf", kernel: "uml", variant: { name: "vrf", summary: "with a VRF" } });
    const r1 = nodeOf(lab, "r1");
    const eth1 = r1.interfaces.find(({ name }) => name === "eth1");
    expect(eth1).toMatchObject({ mtu: 1400, master: "red" });
    expect(eth1?.addresses.map(({ cidr }) => formatCidr(cidr))).toEqual(["10.0.0.1/24"]);
    expect(r1.routes).toEqual([]);
    expect(r1.sysctls).toMatchObject([{ key: "net.ipv4.ip_forward", value: "1" }]);
    expect(lab.requires.map(({ program, at }) => [program, at.line])).toEqual([
      ["socat", 3],
      ["mariadbd", 9],
    ]);
    expect(lab.graph.mapEdges((id, link) => [id, link.ends.map((end) => end.impair?.at.line)])).toEqual([
      ["r1:eth1--r2:eth1", [17, 17]],
      ["r2:eth2--r3:eth1", [undefined, undefined]],
    ]);
  });

  test("keeps the place of everything", async () => {
    const lab = await variant("vrf");
    const r1 = nodeOf(lab, "r1");
    expect(r1.at.line).toBe(21);
    expect(r1.interfaces.find(({ name }) => name === "red")?.at.line).toBe(13);
    expect(r1.sysctls[0]?.at.line).toBe(25);
    expect(nodeOf(lab, "r3").at.line).toBe(15);
  });

  test("has the heading of a step that it has not", async () => {
    const { tests } = await variant("vrf");
    expect(tests.map(({ number, stage, expect: wanted }) => [number, stage, wanted])).toEqual([
      [2, "one", "pass"],
      [3, "one", "fail"],
    ]);
  });

  test("a mistake that only it makes is found where it is written", async () => {
    const broken = text.replace("interfaces: [eth1] }", "interfaces: [eth7] }");
    expect((await tryLoad(broken)).codes).toEqual([]);
    const { diagnostics, variants } = await tryLoad(broken, { variant: "vrf" });
    expect(diagnostics).toMatchObject([{ code: "names/unknown-interface", at: { line: 13 } }]);
    expect(variants).toEqual(["none", "vrf"]);
  });

  test("that there is not is told with those there are", async () => {
    const { diagnostics } = await tryLoad(text, { variant: "vfr" });
    expect(diagnostics).toMatchObject([
      { message: 'the lab has no variant "vfr" (did you mean "vrf"?)', hint: "its variants: none, vrf" },
    ]);
  });
});

test("a name given stands for the whole name", async () => {
  expect((await loaded(text, { variant: "vrf", name: "second" })).name).toBe("second");
});
