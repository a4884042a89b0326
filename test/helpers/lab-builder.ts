// Knows: how to put together a Lab without a lab file, for tests of what comes after loading.
// Refuses to know: what the loader accepts.

import { MultiUndirectedGraph } from "graphology";
import type { Span } from "../../src/base/span.ts";
import { parseCidr, parseIp, type Cidr } from "../../src/model/ip.ts";
import type {
  Frr,
  Interface,
  Lab,
  LabGraph,
  LabNode,
  Link,
  NodeByKind,
  NodeCommon,
  Text,
} from "../../src/model/lab.ts";
import { endpointOf, macOf, type IfName, type LabName, type NodeName } from "../../src/model/names.ts";

export interface NodeSpec extends Partial<
  Omit<NodeCommon, "name" | "at" | "interfaces" | "routes" | "sysctls" | "nft" | "files" | "exec" | "services">
> {
  readonly kind?: LabNode["kind"];
  /** frr.conf, for kinds frr and cumulus. */
  readonly frr?: string;
  readonly daemons?: readonly string[];
  readonly implicit?: boolean;
  /** Interface name → addresses. Ends of links come by themselves. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  /** Interface name → what makes it and what it belongs to. */
  readonly devices?: Readonly<Record<string, Partial<Pick<Interface, "device" | "master" | "vlans" | "mpls">>>>;
  readonly down?: readonly string[];
  readonly routes?: readonly { to: string; via?: string; dev?: string; metric?: number }[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly exec?: readonly (readonly string[])[];
  readonly services?: readonly { name: string; argv: readonly string[]; restart?: "always" | "on-failure" | "no" }[];
  readonly nft?: string;
}

export interface LabSpec {
  readonly name?: string;
  readonly summary?: string;
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  /** `a:eth1 b:eth1`, and the MTU when it is not 1500. */
  readonly links?: readonly (string | { readonly ends: string; readonly mtu: number })[];
}

/** Builds the Lab. Each thing gets a line of its own in the file it pretends to come from. */
export function buildLab(spec: LabSpec): Lab {
  const file = `labs/${spec.name ?? "test"}.yml`;
  let line = 1;
  const next = (): Span => ({ file, line: ++line, col: 3, length: 1 });
  const graph: LabGraph = new MultiUndirectedGraph();
  const peers = new Map<string, string>();
  const links = (spec.links ?? []).map((entry) => {
    const { ends, mtu } = typeof entry === "string" ? { ends: entry, mtu: 1500 } : entry;
    const [a, b] = ends.split(" ");
    if (a === undefined || b === undefined) throw new Error(`not a link: ${ends}`);
    peers.set(a, b).set(b, a);
    return { a, b, mtu };
  });
  for (const [name, node] of Object.entries(spec.nodes))
    graph.addNode(name, labNode(name as NodeName, node, peers, next));
  for (const { a, b, mtu } of links) {
    const link: Link = { id: `${a}--${b}`, ends: [endOf(a), endOf(b)], mtu, at: next() };
    graph.addEdgeWithKey(link.id, link.ends[0].node, link.ends[1].node, link);
  }
  return {
    name: (spec.name ?? "test") as LabName,
    summary: spec.summary,
    file,
    dir: "labs",
    kernel: undefined,
    requires: [],
    graph,
    tests: [],
  };
}

function endOf(endpoint: string): Link["ends"][number] {
  const colon = endpoint.indexOf(":");
  const [node, ifname] = [endpoint.slice(0, colon) as NodeName, endpoint.slice(colon + 1) as IfName];
  return { node, ifname, mac: macOf(endpointOf(node, ifname)), impair: undefined };
}

function labNode(name: NodeName, spec: NodeSpec, peers: Map<string, string>, next: () => Span): LabNode {
  const at = next();
  const ends = [...peers.keys()].filter((e) => e.startsWith(`${name}:`)).map((e) => e.slice(name.length + 1));
  const made = [...Object.keys(spec.devices ?? {}), ...Object.keys(spec.addresses ?? {})];
  const names = [...new Set(["lo", ...made, ...ends])];
  const interfaces = names.map((ifname): Interface => {
    const peer = peers.get(`${name}:${ifname}`);
    return {
      name: ifname as IfName,
      at: next(),
      mac: undefined,
      mtu: undefined,
      addresses: (spec.addresses?.[ifname] ?? []).map((text) => ({ cidr: cidr(text), at: next() })),
      state: spec.down?.includes(ifname) === true ? "down" : "up",
      peer: peer as Interface["peer"],
      device: undefined,
      master: undefined,
      vlans: [],
      mpls: false,
      ...spec.devices?.[ifname],
    };
  });
  const {
    kind = "host",
    frr = "",
    daemons,
    implicit = false,
    addresses: _a,
    devices: _i,
    down: _d,
    nft,
    ...rest
  } = spec;
  return {
    group: undefined,
    hostname: name,
    env: {},
    binds: [],
    overlay: undefined,
    labels: {},
    rules: [],
    ...rest,
    name,
    at,
    interfaces,
    routes: (spec.routes ?? []).map(({ to, via, dev, metric }) => {
      const next_ = via === undefined ? undefined : parseIp(via);
      const where = { type: "unicast" as const, vrf: undefined, table: undefined };
      return { to: cidr(to), via: next_, dev: dev as IfName | undefined, metric, ...where, at: next() };
    }),
    sysctls: Object.entries(spec.sysctls ?? {}).map(([key, value]) => ({ key, value, at: next() })),
    files: Object.entries(spec.files ?? {}).map(([path, text]) => ({ path, text, at: next() })),
    exec: (spec.exec ?? []).map((argv) => ({ argv, strict: true, at: next() })),
    services: (spec.services ?? []).map((s) => ({ restart: "always" as const, ...s, at: next() })),
    nft: nft === undefined ? undefined : textOf(nft, next),
    ...byKind(kind, { frr, daemons, implicit }, next),
  };
}

function byKind(
  kind: LabNode["kind"],
  spec: { frr: string; daemons: readonly string[] | undefined; implicit: boolean },
  next: () => Span,
): NodeByKind {
  if (kind === "host") return { kind };
  if (kind === "bridge") return { kind, implicit: spec.implicit };
  const frr: Frr = {
    config: textOf(spec.frr, next).lines,
    daemons: spec.daemons ?? ["zebra", "staticd", "bgpd"],
    profile: kind === "cumulus" ? "datacenter" : undefined,
    watchfrr: false,
    strict: true,
    at: next(),
  };
  return kind === "frr" ? { kind, frr } : { kind, frr, nclu: [] };
}

function textOf(text: string, next: () => Span): Text {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  return { lines: lines.map((line) => ({ text: line, at: next() })), at: next() };
}

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`not an address: ${text}`);
  return parsed;
}
