// Knows: links and LANs: which ends they have, and that each end is used once.
// Refuses to know: addresses and MACs as values (addresses.ts).

import { didYouMean } from "../base/suggest.ts";
import type { Span } from "../base/span.ts";
import { endpointOf, parseIfName, type IfName, type NodeName } from "../model/names.ts";
import { defaultMtuOf } from "./dialect.ts";
import { ifNameOf, setAddresses } from "./draft-nodes.ts";
import { interfaceOf, type DraftEnd, type DraftInterface, type DraftLink, type DraftNode } from "./draft.ts";
import { noSettings } from "./inherit.ts";
import { readImpair } from "./impair.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import type { WrittenEndpoint, WrittenLink, WrittenStub } from "./schema.ts";
import { makeStub, stubOf } from "./stub-links.ts";

/** containerlab's words that stand where a node stands, for links out of the lab. */
const specialNodes = ["host", "macvlan", "mgmt-net", "dummy", "vxlan", "vxlan-stitch"];
/** Those that make an interface with one end; the others are still to come. */
const stubTypes = ["dummy", "macvlan"];

/** Wires the nodes, adding the bridges of LANs to `nodes`. */
export function draftLinks(nodes: Map<string, DraftNode>, loading: Loading): DraftLink[] {
  const links: DraftLink[] = [];
  for (const [i, written] of (loading.file.topology.links ?? []).entries()) {
    const path = ["topology", "links", i];
    if ("endpoint" in written) {
      draftStub(written, path, nodes, loading);
      continue;
    }
    if (!isVeth(written, path, loading)) continue;
    checkListLengths(written, path, loading);
    if (draftShortStub(written, path, nodes, loading)) continue;
    const ends = written.endpoints.flatMap((_, n) => endOf(written, n, path, nodes, loading) ?? []);
    if (ends.length !== written.endpoints.length) continue;
    const mtu = written.mtu ?? defaultMtuOf(loading.dialect);
    const at = loading.source.spanOf([...path, "endpoints"]);
    const [a, b] = ends;
    if (ends.length === 2 && a && b) {
      checkSelfLink(a, b, at, loading);
      connect(a, b);
      links.push({ ends: [a, b], mtu, at });
    } else links.push(...lanOf(ends, mtu, at, nodes));
  }
  return links;
}

/** `type: dummy` or `type: macvlan` with one `endpoint`. */
function draftStub(written: WrittenStub, path: Path, nodes: Map<string, DraftNode>, loading: Loading): void {
  if (!stubTypes.includes(written.type)) {
    isVeth({ type: written.type }, path, loading);
    return;
  }
  const end = endAt(written.endpoint, [...path, "endpoint"], nodes, loading);
  const mtu = written.mtu ?? defaultMtuOf(loading.dialect);
  const stub = { type: written.type, host: written["host-interface"] ?? "", mode: written.mode, mtu };
  if (end) makeStub(end, stub, [...path, stub.host === "" ? "type" : "host-interface"], loading);
}

/** `endpoints: [r1:eth1, dummy]`. Tells whether it was one. */
function draftShortStub(written: WrittenLink, path: Path, nodes: Map<string, DraftNode>, loading: Loading): boolean {
  const at = written.endpoints.findIndex((endpoint) => typeof endpoint === "string" && stubOf(endpoint) !== undefined);
  const text = written.endpoints[at];
  const stub = typeof text === "string" && !nodes.has(text.split(":")[0] ?? "") ? stubOf(text) : undefined;
  if (!stub || written.endpoints.length !== 2) return false;
  const end = endOf(written, 1 - at, path, nodes, loading);
  const mtu = written.mtu ?? defaultMtuOf(loading.dialect);
  if (end) makeStub(end, { ...stub, mtu }, [...path, "endpoints", at], loading);
  return true;
}

function isVeth({ type }: { readonly type?: string | undefined }, path: Path, { source, sink }: Loading): boolean {
  if (type === undefined || type === "veth") return true;
  const at = source.spanOf([...path, "type"]);
  if (stubTypes.includes(type))
    sink.error("names/link-type", at, `a link of type ${type} has one end`, {
      hint: "endpoint: { node: r1, interface: eth1 } in place of endpoints",
    });
  else if (specialNodes.includes(type))
    sink.error("shape/not-yet", at, `link type "${type}" is reserved: this version of labctl does not know it yet`);
  else
    sink.error("names/link-type", at, `no link type is called "${type}"${didYouMean(type, ["veth", ...specialNodes])}`);
  return false;
}

function checkListLengths(written: WrittenLink, path: Path, { source, sink }: Loading): void {
  for (const key of ["ipv4", "ipv6"] as const) {
    const count = written[key]?.length;
    if (count === undefined || count <= written.endpoints.length) continue;
    sink.error(
      "names/too-many-addresses",
      source.keySpanOf([...path, key]),
      `${count} addresses for ${written.endpoints.length} endpoints`,
      {
        hint: "one for each endpoint, in order",
      },
    );
  }
}

function endOf(
  written: WrittenLink,
  n: number,
  linkPath: Path,
  nodes: Map<string, DraftNode>,
  loading: Loading,
): DraftEnd | undefined {
  const endpoint = written.endpoints[n];
  if (endpoint === undefined) return undefined;
  const path = [...linkPath, "endpoints", n];
  const end = endAt(endpoint, path, nodes, loading);
  if (!end) return undefined;
  const { iface } = end;
  if (written.ipv4?.[n] !== undefined) addFromList(iface, 4, [...linkPath, "ipv4", n], loading);
  if (written.ipv6?.[n] !== undefined) addFromList(iface, 6, [...linkPath, "ipv6", n], loading);
  const own = typeof endpoint === "string" ? undefined : endpoint.impair;
  const link = { value: written.impair, path: [...linkPath, "impair"] };
  iface.impair = readImpair(link, { value: own, path: [...path, "impair"] }, loading);
  return end;
}

/** The node and interface that an endpoint names, marked as used. */
function endAt(
  endpoint: WrittenEndpoint,
  path: Path,
  nodes: Map<string, DraftNode>,
  loading: Loading,
): DraftEnd | undefined {
  const { source, sink } = loading;
  const isText = typeof endpoint === "string";
  const at = source.spanOf(isText ? path : [...path, "node"]);
  const parts = isText ? endpoint.split(":") : [String(endpoint.node), String(endpoint.interface)];
  const [nodeText = "", ifText = ""] = parts.map((part) => part.trim());
  if (parts.length !== 2 || nodeText === "" || ifText === "") {
    sink.error("names/endpoint", at, `"${parts.join(":")}" is not an endpoint`, {
      hint: "an endpoint is node:interface, like r1:eth1",
    });
    return undefined;
  }
  const node = nodes.get(nodeText);
  const places = isText ? partsOf(at, endpoint, nodeText) : { node: at, iface: source.spanOf([...path, "interface"]) };
  if (!node) {
    reportUnknownNode(nodeText, places.node, nodes, loading);
    return undefined;
  }
  const name = ifNameOf(ifText, places.iface, loading);
  if (name === undefined || isOwnDevice(node, name, places.iface, loading)) return undefined;

  const iface = interfaceOf(node, name, places.iface);
  const first = iface.far?.at;
  if (first !== undefined) {
    sink.error("names/endpoint-used-twice", at, `${endpointOf(node.name, name)} is already one end of another link`, {
      related: [{ at: first, message: "first used here" }],
      hint: "an interface has one far end; three or more endpoints in one link make a LAN",
    });
    return undefined;
  }
  // Marks it as used; connect() puts the real far end in its place.
  iface.far = { node: node.name, ifname: name, at };
  if (!isText) {
    if (endpoint.ipv4 !== undefined) setAddresses(iface, 4, [...path, "ipv4"], loading);
    if (endpoint.ipv6 !== undefined) setAddresses(iface, 6, [...path, "ipv6"], loading);
    if (endpoint.mac !== undefined) iface.mac = { text: endpoint.mac, at: source.spanOf([...path, "mac"]) };
  }
  return { node, iface };
}

/** An empty entry of a link's list leaves that endpoint without an address. */
function addFromList(iface: DraftInterface, family: 4 | 6, path: Path, loading: Loading): void {
  if (loading.source.textOf(path) !== "") setAddresses(iface, family, path, loading);
}

/** The places of the two parts of `node:interface`; the whole place where it is not written plainly. */
function partsOf(at: Span, endpoint: string, node: string): { readonly node: Span; readonly iface: Span } {
  const quote = (at.length - endpoint.length) / 2;
  if (quote !== 0 && quote !== 1) return { node: at, iface: at };
  const col = at.col + quote;
  const skip = endpoint.indexOf(":") + 1;
  return {
    node: { ...at, col, length: node.length },
    iface: { ...at, col: col + skip, length: endpoint.length - skip },
  };
}

function reportUnknownNode(name: string, at: Span, nodes: Map<string, DraftNode>, { file, sink }: Loading): void {
  // The node is there, but a mistake of its own kept it out: reported already.
  if (Object.hasOwn(file.topology.nodes, name)) return;
  if (specialNodes.includes(name)) {
    sink.error("shape/not-yet", at, `an endpoint "${name}:" is reserved: this version of labctl does not know it yet`);
    return;
  }
  const names = Object.keys(file.topology.nodes);
  sink.error("names/unknown-node", at, `no node is called "${name}"${didYouMean(name, names)}`, {
    hint: `nodes: ${shortList([...nodes.keys()])}`,
  });
}

function shortList(names: readonly string[]): string {
  return names.length <= 12 ? names.join(", ") : `${names.slice(0, 12).join(", ")}, … (${names.length})`;
}

function isOwnDevice(node: DraftNode, name: IfName, at: Span, { sink }: Loading): boolean {
  if (name === "lo") sink.error("names/endpoint", at, `lo is the loopback of "${node.name}": no link can end there`);
  else if (node.kind === "bridge" && name === "br0")
    sink.error("names/endpoint", at, `br0 is the bridge in "${node.name}": its ports need other names`);
  else return false;
  return true;
}

function checkSelfLink(a: DraftEnd, b: DraftEnd, at: Span, { sink, dialect }: Loading): void {
  if (a.node !== b.node) return;
  const message = `this link starts and ends at "${a.node.name}"`;
  if (dialect === "clab") sink.warn("names/self-link", at, message);
  else sink.error("names/self-link", at, message, { hint: "the two ends of a link are interfaces of two nodes" });
}

function connect(a: DraftEnd, b: DraftEnd): void {
  const placeOf = (end: DraftEnd): Span => end.iface.far?.at ?? end.iface.at;
  const [atA, atB] = [placeOf(a), placeOf(b)];
  a.iface.far = { node: b.node.name, ifname: b.iface.name, at: atA };
  b.iface.far = { node: a.node.name, ifname: a.iface.name, at: atB };
}

/** A LAN is a bridge of its own with a port for each endpoint. */
function lanOf(ends: readonly DraftEnd[], mtu: number, at: Span, nodes: Map<string, DraftNode>): DraftLink[] {
  let number = 1;
  while (nodes.has(`lan${number}`)) number++;
  const lan: DraftNode = {
    name: `lan${number}` as NodeName,
    at,
    kind: "bridge",
    implicit: true,
    settings: noSettings,
    interfaces: new Map(),
  };
  interfaceOf(lan, "lo" as IfName, at);
  nodes.set(lan.name, lan);
  return ends.map((end): DraftLink => {
    const alone = ends.filter((other) => other.node === end.node).length === 1;
    const place = end.iface.far?.at ?? at;
    const port: DraftEnd = { node: lan, iface: interfaceOf(lan, portNameOf(end, alone, lan.interfaces), place) };
    connect(end, port);
    return { ends: [end, port], mtu, at: place };
  });
}

/** The far node's name; with its interface when the node is in the LAN twice; cut and numbered when that is too long. */
function portNameOf({ node, iface }: DraftEnd, alone: boolean, taken: ReadonlyMap<string, unknown>): IfName {
  const isFree = (name: string): boolean => !taken.has(name) && name !== "br0" && parseIfName(name).ok;
  const names = alone ? [node.name, `${node.name}-${iface.name}`] : [`${node.name}-${iface.name}`];
  for (let n = 1; ; n++) {
    const free = names.find(isFree);
    if (free !== undefined) return free as IfName;
    const suffix = `-${n}`;
    names.splice(0, Infinity, `${node.name.slice(0, 15 - suffix.length)}${suffix}`);
  }
}
