// Knows: how a draft becomes the lab: each node's parts in order, then the graph.
// Refuses to know: how each part is read.

import { MultiUndirectedGraph } from "graphology";
import { compareNatural } from "../base/sort.ts";
import type { Lab, LabGraph, LabNode, Link, LinkEnd, Setting, Text } from "../model/lab.ts";
import { endpointOf, type LabName, type Mac, type NodeName } from "../model/names.ts";
import type { Interface } from "../model/lab.ts";
import { whyNotSettable } from "../model/sysctl-key.ts";
import { addressesOf, createMacs } from "./addresses.ts";
import type { Draft, DraftInterface, DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";
import type { NodeFiles } from "./node-files.ts";
import { routesOf } from "./routes.ts";
import { rulesOf } from "./rules.ts";
import { checkSegments } from "./segments.ts";
import { expandMagic } from "./magic.ts";

/** The phase of addresses: nodes and links with every address parsed. */
export function buildGraph(draft: Draft, files: ReadonlyMap<string, NodeFiles>, loading: Loading): LabGraph {
  const macs = assignMacs(draft, loading);
  const nodes = [...draft.nodes.values()]
    // The order of keys in YAML means nothing, so it may not change the lab.
    .toSorted((a, b) => compareNatural(a.name, b.name))
    .map((node) => buildNode(node, files.get(node.name), macs, loading));
  checkSegments(nodes, loading);

  const graph: LabGraph = new MultiUndirectedGraph<LabNode, Link>();
  for (const node of nodes) graph.addNode(node.name, node);
  for (const link of draft.links) {
    const ends = link.ends.map((end): LinkEnd => {
      const mac = macs.get(end.iface) ?? ("" as Mac);
      return { node: end.node.name, ifname: end.iface.name, mac, impair: end.iface.impair };
    }) as [LinkEnd, LinkEnd];
    const id = ends.map((end) => endpointOf(end.node, end.ifname)).join("--");
    graph.addUndirectedEdgeWithKey(id, ends[0].node, ends[1].node, { id, ends, mtu: link.mtu, at: link.at });
  }
  return graph;
}

export function finishLab(graph: LabGraph, parts: Pick<Lab, "requires" | "tests">, loading: Loading): Lab {
  const { file, source, dir } = loading;
  const summary = file.summary === undefined ? undefined : source.textOf(["summary"]);
  const { kernel } = file;
  const { requires, tests } = parts;
  const lab = { name: loading.name as LabName, summary, file: source.file, dir, kernel, requires, graph, tests };
  const features = (file["kernel-features"] ?? []).map((feature, i) => {
    return { feature, at: source.spanOf(["kernel-features", i]) };
  });
  return {
    ...lab,
    ...(file.description === undefined ? {} : { description: file.description.trim() }),
    ...variantOf(loading),
    ...(features.length === 0 ? {} : { kernelFeatures: features }),
  };
}

function variantOf({ variant, source }: Loading): Pick<Lab, "variant"> {
  if (!variant) return {};
  return { variant: { ...variant, summary: source.textOf(["variants", variant.name, "summary"]) } };
}

/** Written MACs first: a derived one makes way for them. */
function assignMacs(draft: Draft, loading: Loading): ReadonlyMap<DraftInterface, Mac> {
  const macFor = createMacs(loading);
  const ends = [...draft.nodes.values()]
    .flatMap((node) => [...node.interfaces.values()].map((iface) => ({ node: node.name, iface })))
    .toSorted((a, b) => compareNatural(`${a.node}:${a.iface.name}`, `${b.node}:${b.iface.name}`));
  const macs = new Map<DraftInterface, Mac>();
  for (const isWritten of [true, false]) {
    for (const { node, iface } of ends) {
      if ((iface.mac !== undefined) !== isWritten) continue;
      const mac = macFor(node, iface);
      if (mac !== undefined) macs.set(iface, mac);
    }
  }
  return macs;
}

function buildNode(
  node: DraftNode,
  files: NodeFiles | undefined,
  macs: ReadonlyMap<DraftInterface, Mac>,
  loading: Loading,
): LabNode {
  const interfaces = [...node.interfaces.values()]
    .toSorted((a, b) => Number(b.name === "lo") - Number(a.name === "lo") || compareNatural(a.name, b.name))
    .map((iface) => buildInterface(iface, macs.get(iface), loading));
  const common = {
    name: node.name,
    at: node.at,
    group: textSetting(node, "group", loading),
    hostname: textSetting(node, "hostname", loading) ?? files?.hostname ?? node.name,
    interfaces,
    routes: routesOf(node, interfaces, files?.gateways ?? [], loading),
    rules: rulesOf(node, interfaces, loading),
    sysctls: sysctlsOf(node, loading),
    env: wordsOf(node, "env", loading),
    files: files?.files ?? [],
    binds: files?.binds ?? [],
    overlay: files?.overlay,
    exec: files?.exec ?? [],
    services: files?.services ?? [],
    nft: nftOf(node, loading),
    labels: wordsOf(node, "labels", loading),
  };
  if (node.kind === "bridge") return { ...common, kind: "bridge", implicit: node.implicit };
  if (node.kind === "host" || !files?.frr) return { ...common, kind: "host" };
  if (node.kind === "frr") return { ...common, kind: "frr", frr: files.frr };
  const { switchFiles } = files;
  return { ...common, kind: "cumulus", frr: files.frr, nclu: files.nclu, ...(switchFiles && { switchFiles }) };
}

function buildInterface(iface: DraftInterface, mac: Mac | undefined, loading: Loading): Interface {
  const { name, mtu, far, vlans, mpls } = iface;
  // What makes the interface is what a kernel may lack: that is the place to name.
  const at = iface.device?.at ?? iface.at;
  const addresses = addressesOf(iface, loading);
  const peer = far && endpointOf(far.node, far.ifname);
  const made = { device: iface.device?.made, master: iface.master?.name, vlans, mpls };
  return { name, at, mac, mtu, addresses, state: iface.state ?? "up", peer, ...made };
}

function textSetting(node: DraftNode, key: "group" | "hostname", loading: Loading): string | undefined {
  const written = node.settings.get(key);
  return written && expandText(loading.source.textOf(written.path) ?? "", node.name, loading);
}

function sysctlsOf(node: DraftNode, loading: Loading): readonly Setting[] {
  return [...node.settings.entries("sysctls")]
    .filter(([key, { path }]) => {
      const why = whyNotSettable(key);
      if (why === undefined) return true;
      // containerlab hands such keys to the container engine; here there is none, and the machine is left alone.
      const report = loading.dialect === "clab" ? loading.sink.warn : loading.sink.error;
      report("names/sysctl", loading.source.keySpanOf(path), `"${key}" cannot be set in a node: ${why}`, {
        hint: "for example: net.ipv4.ip_forward",
      });
      return false;
    })
    .map(([key, { path }]) => ({
      key,
      value: expandText(loading.source.textOf(path) ?? "", node.name, loading),
      at: loading.source.keySpanOf(path),
    }))
    .toSorted((a, b) => compareNatural(a.key, b.key));
}

function wordsOf(node: DraftNode, key: "env" | "labels", loading: Loading): Readonly<Record<string, string>> {
  const words = [...node.settings.entries(key)].map(([name, { path }]): [string, string] => [
    name,
    expandText(loading.source.textOf(path) ?? "", node.name, loading),
  ]);
  return Object.fromEntries(words.toSorted(([a], [b]) => compareNatural(a, b)));
}

function nftOf(node: DraftNode, { source }: Loading): Text | undefined {
  const written = node.settings.get("nft");
  return written && { lines: source.linesOf(written.path), at: source.keySpanOf(written.path) };
}

function expandText(text: string, node: NodeName, { name, dir }: Loading): string {
  return expandMagic(text, { lab: name, node, dir });
}
