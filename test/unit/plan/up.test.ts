import { expect, test } from "vitest";
import type { Step, StepOf } from "../../../src/plan/step.ts";
import { planLab } from "../../../src/plan/up.ts";
import { buildLab, type LabSpec, type NodeSpec } from "../../helpers/lab-builder.ts";
import { bgpUnnumbered, everyStep } from "../../helpers/built-labs.ts";

const stepsOf = (spec: LabSpec): Step[] => planLab(buildLab(spec)).stages.flatMap((stage) => stage.steps);

function oneNode(node: NodeSpec): Step[] {
  return stepsOf({ nodes: { n: node } });
}

function only<O extends Step["op"]>(steps: readonly Step[], op: O): StepOf<O>[] {
  return steps.filter((step): step is StepOf<O> => step.op === op);
}

/** The value a key ends up with: the last one written. */
function valueOf(steps: readonly Step[], node: string, key: string): string | undefined {
  return only(steps, "sysctl.set").findLast((step) => step.node === node && step.key === key)?.value;
}

test("stages come in order and empty ones are left out", () => {
  expect(planLab(everyStep()).stages.map((stage) => stage.name)).toEqual([
    "namespaces",
    "links",
    "addresses",
    "processes",
    "commands",
  ]);
  expect(planLab(buildLab({ nodes: { a: {} } })).stages.map((stage) => stage.name)).toEqual([
    "namespaces",
    "addresses",
  ]);
});

test("what commands of the lab need of the kernel is needed as if a key of the file did", () => {
  const lab = buildLab({ nodes: { a: {} } });
  const at = { file: "lab.yml", line: 3, col: 19, length: 3 };
  const { needs } = planLab({ ...lab, kernelFeatures: [{ feature: "vrf", at }] });
  expect(needs).toContainEqual({ capability: "vrf", why: "commands of the lab need vrf", at });
});

test("a plain host has no process; nft alone needs none", () => {
  expect(only(oneNode({ nft: "table inet t {\n}\n" }), "node.start")).toEqual([]);
  expect(only(oneNode({ nft: "table inet t {\n}\n" }), "nft.load")).toHaveLength(1);
});

test.each<[string, NodeSpec]>([
  ["files", { files: { "/etc/motd": "hi\n" } }],
  ["a service", { services: [{ name: "s", argv: ["sleep", "1"] }] }],
  ["exec", { exec: [["true"]] }],
  ["a host name of its own", { hostname: "other" }],
  ["binds", { binds: [{ source: "/a", target: "/b", mode: "ro", at: { file: "f", line: 1, col: 1, length: 0 } }] }],
  ["an overlay", { overlay: { path: "/a", at: { file: "f", line: 1, col: 1, length: 0 } } }],
  ["FRR", { kind: "frr" }],
])("a node with %s has processes of its own", (_what, node) => {
  expect(only(oneNode(node), "node.start")).toHaveLength(1);
});

test("a router forwards, a host does not, and a switch has no IPv6", () => {
  const steps = stepsOf({ nodes: { r: { kind: "frr" }, h: {}, s: { kind: "bridge" } } });
  for (const key of ["net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding"]) {
    expect(valueOf(steps, "r", key)).toBe("1");
    expect(valueOf(steps, "h", key)).toBe("0");
  }
  expect(valueOf(steps, "s", "net/ipv6/conf/all/disable_ipv6")).toBe("1");
  expect(valueOf(steps, "r", "net/ipv6/conf/all/disable_ipv6")).toBe("0");
});

test("a switch with an IPv6 address of its own keeps IPv6", () => {
  const steps = oneNode({ kind: "bridge", addresses: { br0: ["2001:db8::1/64"] } });
  expect(valueOf(steps, "n", "net/ipv6/conf/all/disable_ipv6")).toBeUndefined();
});

test("settings reach each interface, also one with a dot in its name", () => {
  const steps = stepsOf({ nodes: { a: { kind: "frr" }, b: {} }, links: ["a:eth1.10 b:eth0"] });
  expect(valueOf(steps, "a", "net/ipv6/conf/eth1.10/accept_dad")).toBe("0");
  expect(valueOf(steps, "b", "net/ipv4/conf/eth0/rp_filter")).toBe("0");
  expect(valueOf(steps, "a", "net/ipv6/conf/lo/accept_dad")).toBeUndefined();
});

test("the lab file's own setting replaces the kind's, in either spelling, and comes last", () => {
  const steps = oneNode({ kind: "frr", sysctls: { "net.ipv4.ip_forward": "0", "net/ipv4/tcp_rmem": "1 2 3" } });
  const settings = only(steps, "sysctl.set");
  expect(settings.filter((step) => step.key === "net/ipv4/ip_forward").map((step) => step.value)).toEqual(["0"]);
  expect(settings.slice(-2).map((step) => step.key)).toEqual(["net/ipv4/ip_forward", "net/ipv4/tcp_rmem"]);
  expect(settings.at(-1)?.optional).toBeUndefined();
});

test("settings that a kernel may lack are optional", () => {
  const optional = only(oneNode({ kind: "bridge" }), "sysctl.set").filter((step) => step.optional);
  expect(optional.map((step) => step.key)).toContain("net/bridge/bridge-nf-call-iptables");
});

test("a port of a LAN joins its bridge, which takes a free name", () => {
  const steps = stepsOf({ nodes: { lan: { kind: "bridge" }, a: {} }, links: ["lan:br0 a:eth0"] });
  expect(only(steps, "bridge.add").map((step) => step.dev)).toEqual(["br1"]);
  const port = only(steps, "link.set").find((step) => step.node === "lan" && step.dev === "br0");
  expect(port?.set).toEqual({ master: "br1", up: true });
});

test("an interface that is to stay down is not set up", () => {
  const steps = stepsOf({ nodes: { a: { down: ["eth0"] }, b: {} }, links: ["a:eth0 b:eth0"] });
  expect(only(steps, "link.set").filter((step) => step.node === "a" && step.dev === "eth0")).toEqual([]);
});

test("frr.conf gets the header it lacks, and every line knows where it was written", () => {
  const [start] = only(
    planLab(bgpUnnumbered()).stages.flatMap((stage) => stage.steps),
    "frr.start",
  );
  const [node] = only(
    planLab(bgpUnnumbered()).stages.flatMap((stage) => stage.steps),
    "node.start",
  );
  const lines =
    node?.files
      .find((file) => file.path === "/etc/frr/frr.conf")
      ?.text.split("\n")
      .slice(0, -1) ?? [];
  expect(lines.slice(0, 5)).toEqual([
    "frr defaults traditional",
    "hostname coreos",
    "service integrated-vtysh-config",
    "!",
    "router bgp 65001",
  ]);
  expect(start?.lineSpans).toHaveLength(lines.length);
  expect(start?.lineSpans.slice(0, 4)).toEqual([null, null, null, null]);
  expect(start?.lineSpans[4]?.file).toBe("labs/bgp-unnumbered.yml");
});

test("a header the lab file brings is not doubled", () => {
  const steps = oneNode({ kind: "frr", frr: "frr defaults datacenter\nhostname other\n" });
  const text = only(steps, "node.start")[0]?.files.find((file) => file.path === "/etc/frr/frr.conf")?.text;
  expect(text).toBe("service integrated-vtysh-config\n!\nfrr defaults datacenter\nhostname other\n");
});

test("vtysh has the users of frr.conf in its own file: it writes only those it read there", () => {
  const steps = oneNode({ kind: "frr", frr: "username bob nopassword\nrouter bgp 1\n" });
  const text = only(steps, "node.start")[0]?.files.find((file) => file.path === "/etc/frr/vtysh.conf")?.text;
  expect(text).toBe("service integrated-vtysh-config\nusername bob nopassword\n");
});

test("a Cumulus switch uses FRR's datacenter profile", () => {
  expect(only(oneNode({ kind: "cumulus" }), "frr.start")[0]?.profile).toBe("datacenter");
});

test("FRR's files have the owners and modes of its packages", () => {
  const files = only(oneNode({ kind: "frr", files: { "/etc/frr/extra.conf": "x\n" } }), "node.start")[0]?.files ?? [];
  const frr = files.filter((file) => file.path.startsWith("/etc/frr/"));
  expect(frr.map((file) => [file.path, file.owner, file.mode])).toEqual([
    ["/etc/frr/frr.conf", "frr:frr", 0o640],
    ["/etc/frr/daemons", "frr:frr", 0o640],
    ["/etc/frr/vtysh.conf", "frr:frrvty", 0o640],
    ["/etc/frr/extra.conf", "frr:frr", 0o640],
  ]);
});

test("the daemons file says yes for what runs and no for the rest", () => {
  const steps = oneNode({ kind: "frr", daemons: ["zebra", "staticd", "ospfd"] });
  const text = only(steps, "node.start")[0]?.files.find((file) => file.path === "/etc/frr/daemons")?.text ?? "";
  expect(text).toContain("\nospfd=yes\n");
  expect(text).toContain("\nbgpd=no\n");
});

test("a file of the lab file replaces the one labctl would write", () => {
  const steps = oneNode({ files: { "/etc/hosts": "127.0.0.1 here\n" } });
  const hosts = only(steps, "node.start")[0]?.files.filter((file) => file.path === "/etc/hosts");
  expect(hosts?.map((file) => file.text)).toEqual(["127.0.0.1 here\n"]);
});

test("/etc/hosts knows every node by its first address, and never by a link-local one", () => {
  const steps = stepsOf({
    nodes: {
      a: { addresses: { lo: ["10.0.0.1/32"], eth0: ["192.0.2.1/24"] }, exec: [["true"]] },
      b: { addresses: { eth0: ["fe80::1/64", "2001:db8::b/64"] }, hostname: "bee" },
      c: { exec: [["true"]] },
    },
    links: ["a:eth0 b:eth0"],
  });
  const hostsOf = (node: string): string | undefined =>
    only(steps, "node.start")
      .find((step) => step.node === node)
      ?.files.find((file) => file.path === "/etc/hosts")?.text;
  expect(hostsOf("a")).toContain("10.0.0.1\ta\n2001:db8::b\tbee b\n");
  expect(hostsOf("c")).toContain("127.0.1.1\tc\n");
});

test("needs name each capability once, with the first line that asks for it", () => {
  const { needs } = planLab(bgpUnnumbered());
  expect(needs.map((need) => need.capability)).toEqual([
    "netns",
    "veth",
    "overlay",
    "frr",
    "frr:zebra",
    "frr:staticd",
    "frr:bgpd",
  ]);
  expect(needs[0]?.at.line).toBe(2);
});
