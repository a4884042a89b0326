import { expect, test } from "vitest";
import type { Device } from "../../../src/model/device.ts";
import type { IfName } from "../../../src/model/names.ts";
import type { Step } from "../../../src/plan/step.ts";
import { planLab } from "../../../src/plan/up.ts";
import { batchesOf, netnsScript, type NetnsBatch } from "../../../src/render/batches.ts";
import { blamedStep, commandOf } from "../../../src/render/blame.ts";
import { buildLab, type NodeSpec } from "../../helpers/lab-builder.ts";

const name = (text: string): IfName => text as IfName;
const vrf = (table: number): Device => ({ kind: "vrf", table });
const vlan = (parent: string, id: number): Device => ({ kind: "vlan", parent: name(parent), id });

function planned(node: NodeSpec): { steps: readonly Step[]; batch: NetnsBatch; script: string } {
  const plan = planLab(buildLab({ nodes: { n: node, far: {} }, links: ["n:eth1 far:eth1"] }));
  const steps = plan.stages.flatMap((stage) => stage.steps).filter((step) => "node" in step && step.node === "n");
  const batches = plan.stages.flatMap((stage) => batchesOf(stage));
  const batch = batches.find((each): each is NetnsBatch => each.kind === "netns" && each.node === "n");
  if (!batch) throw new Error("no batch for n");
  return { steps, batch, script: netnsScript(batch) };
}

test("a VLAN is made and brought up after what it sits on, whatever the names", () => {
  const { script } = planned({ devices: { a: { device: vlan("b", 2) }, b: { device: vlan("eth1", 1) } } });
  const at = (line: string): number => {
    expect(script).toContain(`\n${line}\n`);
    return script.indexOf(`\n${line}\n`);
  };
  expect(at("link add link eth1 name b type vlan id 1")).toBeLessThan(at("link add link b name a type vlan id 2"));
  expect(at("link set dev eth1 up")).toBeLessThan(at("link set dev b up"));
  expect(at("link set dev b up")).toBeLessThan(at("link set dev a up"));
});

test("what sits on an interface that is down stays down", () => {
  const { steps } = planned({ devices: { v: { device: vlan("eth1", 1) } }, down: ["eth1"] });
  const ups = steps.flatMap((step) => (step.op === "link.set" && step.set.up === true ? [step.dev] : []));
  expect(ups).toEqual(["lo"]);
});

test("a bond's ports are not brought up: the bond does that, and takes none that is up", () => {
  const bond: Device = { kind: "bond", mode: "802.3ad", miimon: 100, lacpRate: "fast", hash: "layer3+4" };
  const { script } = planned({ devices: { bond0: { device: bond }, eth1: { master: name("bond0") } } });
  expect(script).toContain("\nlink set dev eth1 master bond0\n");
  expect(script).toContain(
    "\nlink add name bond0 type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4\n",
  );
});

test("a VRF ends lookups itself, and local addresses come after it in both families", () => {
  const { script } = planned({ devices: { red: { device: vrf(10) }, eth1: { master: name("red") } } });
  expect(script).toContain("route add unreachable 0.0.0.0/0 vrf red metric 4278198272\n");
  expect(script).toContain("route add unreachable ::/0 vrf red metric 4278198272\n");
  expect(script).toContain("rule add priority 32765 lookup 255\nrule delete priority 0\n");
  expect(script).toMatch(
    /\nip -6 -batch - <<'END' [^\n]*\nrule add priority 32765 lookup 255\nrule delete priority 0\nEND\n/,
  );
});

test("a node without VRFs keeps the kernel's rules", () => {
  expect(planned({}).steps.filter((step) => step.op === "rule.add" || step.op === "rule.delete")).toEqual([]);
});

test("settings of an interface that is made come after it; all others before", () => {
  const { batch, script } = planned({
    devices: { "eth1.10": { device: vlan("eth1", 10) }, eth1: { mpls: true } },
    sysctls: { "net.ipv4.conf.eth1/10.proxy_arp": "1", "net.ipv4.conf.eth1.proxy_arp": "1" },
  });
  const keys = (lines: NetnsBatch["sysctls"]): readonly string[] =>
    lines.flatMap(({ step }) => (step.op === "sysctl.set" ? [step.key] : []));
  expect(keys(batch.sysctls)).toContain("net/ipv4/conf/eth1/proxy_arp");
  expect(keys(batch.after.flatMap((section) => section.lines))).toEqual([
    "net/mpls/platform_labels",
    "net/mpls/conf/eth1/input",
    "net/ipv4/conf/eth1.10/proxy_arp",
  ]);
  expect(script.indexOf("net/ipv4/conf/eth1.10/proxy_arp")).toBeGreaterThan(script.indexOf("name eth1.10"));
});

test("a VLAN-aware bridge: no default VLAN, and each port's own", () => {
  const { script } = planned({
    devices: {
      br0: { device: { kind: "bridge", vlanAware: true, stp: true }, vlans: [{ first: 1, last: 1, untagged: true }] },
      eth1: { master: name("br0"), vlans: [{ first: 20, last: 30, untagged: false }] },
    },
  });
  expect(script).toContain("link add name br0 type bridge vlan_filtering 1 vlan_default_pvid 0 stp_state 1\n");
  expect(script).toContain("vlan add dev br0 vid 1 pvid untagged self\n");
  expect(script).toContain("vlan add dev eth1 vid 20-30\n");
});

test("the plan needs what it uses, and each need has a line", () => {
  const lab = buildLab({
    nodes: {
      n: {
        devices: {
          red: { device: vrf(10) },
          "eth1.10": { device: vlan("eth1", 10) },
          d: { device: { kind: "dummy" } },
        },
      },
      far: {},
    },
    links: ["n:eth1 far:eth1"],
  });
  const needs = planLab(lab).needs;
  expect(needs.map((need) => need.capability)).toEqual(["netns", "veth", "vrf", "dummy", "vlan", "rules"]);
  for (const need of needs) expect(need.at.line).toBeGreaterThan(0);
});

test.each([
  ["LDP", "router ospf\nexit\nmpls ldp\n router-id 10.0.0.1\n", 3],
  ["a static LSP", "mpls lsp 100 10.0.12.2 200\n", 1],
  ["a labelled route", "ip route 10.9.0.0/16 10.0.12.2 label 100\n", 1],
  ["no label", "router bgp 65001\n ! label vpn export\n", undefined],
])("%s in FRR's configuration needs MPLS, from that line on", (_what, frr, line) => {
  const lab = buildLab({ nodes: { n: { kind: "frr", frr } } });
  const config = lab.graph.getNodeAttributes("n");
  const first = config.kind === "frr" ? (config.frr.config[0]?.at.line ?? 0) : 0;
  const need = planLab(lab).needs.find(({ capability }) => capability === "mpls");
  expect(need?.at.line).toBe(line === undefined ? undefined : first + line - 1);
});

test("a failing line of any program leads back to its step", () => {
  const { batch } = planned({
    devices: {
      br0: { device: { kind: "bridge", vlanAware: true, stp: false }, vlans: [{ first: 1, last: 1, untagged: true }] },
      eth1: { master: name("br0"), vlans: [{ first: 10, last: 10, untagged: true }], mpls: true },
    },
  });
  expect(batch.after.map((section) => section.program)).toEqual(["bridge", "settings"]);
  // As bridge(8) and the script print it.
  const step = blamedStep(batch, "RTNETLINK answers: Invalid argument\nCommand failed -:2\nSection failed 0\n");
  expect(step).toMatchObject({ op: "port-vlan.add", dev: "eth1" });
  expect(step && commandOf(batch, step)).toBe("bridge vlan add dev eth1 vid 10 pvid untagged");
  const late = blamedStep(batch, `sh: cannot create\nSetting failed ${batch.sysctls.length + 2}\n`);
  expect(late && commandOf(batch, late)).toBe("sysctl net/mpls/conf/eth1/input=1");
});
