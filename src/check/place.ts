// Knows: what a name in a test means in this lab: a node, an interface of a node, an address somewhere.
// Refuses to know: which check asks.

import { didYouMean } from "../base/suggest.ts";
import { daemonsOf } from "../model/commit-daemons.ts";
import { contains, formatIp, parseCidr, parseIp, type Cidr, type Ip } from "../model/ip.ts";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Lab, LabNode, TestStep } from "../model/lab.ts";
import { containerPlacesOf, linksOf, placeAt } from "../model/places.ts";

type Path = readonly (string | number)[];

/** What is needed to resolve a name and to report one that is not there. */
export interface PlaceContext {
  readonly lab: Lab;
  readonly step: TestStep;
  readonly sink: DiagnosticSink;
}

/** An address that a test names, and the node it was named by, if any. */
export interface Target {
  /** As written, for labels: `tor`, `tor:swp1`, `2.2.2.2`. */
  readonly text: string;
  readonly ip: string;
  readonly family: 4 | 6;
  readonly node: string | undefined;
}

/** Reports when there is no node of that name. */
export function readNode(name: string, path: Path, { lab, step, sink }: PlaceContext): LabNode | undefined {
  const place = placeAt(lab, name, step);
  if (place) return place;
  const known = [...nodesOf(lab), ...containerPlacesOf(lab)].map((node) => node.name);
  sink.error("tests/unknown-node", step.spanOf(path), `no node is called "${name}"${didYouMean(name, known)}`, {
    hint: `the nodes of this lab: ${known.join(", ")}`,
  });
  return undefined;
}

/** One node, a list of nodes, or `all` (every node but the switches between them). */
export function readNodes(
  written: string | readonly string[],
  path: Path,
  context: PlaceContext,
): LabNode[] | undefined {
  if (written === "all") return nodesOf(context.lab).filter((node) => node.kind !== "bridge");
  const names = typeof written === "string" ? [written] : written;
  const nodes = names.map((name, i) => readNode(name, typeof written === "string" ? path : [...path, i], context));
  return nodes.every((node) => node !== undefined) ? nodes : undefined;
}

/** The nodes a person wrote, in the order of the lab file. */
export function nodesOf(lab: Lab): LabNode[] {
  return lab.graph.mapNodes((_, node) => node).filter((node) => node.kind !== "bridge" || !node.implicit);
}

/** Warns, no more: an interface can come into being later (a tunnel, a container's). */
export function warnUnknownInterface(node: LabNode, ifname: string, path: Path, { step, sink }: PlaceContext): void {
  const known = node.interfaces.map((i) => i.name as string);
  const meant = didYouMean(ifname, known);
  if (known.includes(ifname) || meant === "") return;
  sink.warn("tests/unknown-interface", step.spanOf(path), `${node.name} has no interface "${ifname}"${meant}`);
}

/**
 * An address, a node, or `node:interface`. `near`: the node that asks; of several addresses the
 * loopback's is taken, else the one next to it; with `adjacent` the other way round (a neighbour has no loopback).
 */
export function readTarget(
  text: string,
  path: Path,
  context: PlaceContext,
  options: { readonly near?: LabNode; readonly family?: 4 | 6 | undefined; readonly adjacent?: boolean } = {},
): Target | undefined {
  const { lab, step, sink } = context;
  const literal = parseIp(text);
  if (literal) return { text, ip: formatIp(literal), family: literal.family, node: ownerOf(lab, literal)?.name };
  const [name = "", ifname] = text.split(":", 2);
  if (/^[\d.]+$/.test(name) || text.split(":").length > 2) {
    sink.error("tests/bad-address", step.spanOf(path), `"${text}" is not an address`, {
      hint: "an IPv4 or IPv6 address, a node, or node:interface",
    });
    return undefined;
  }
  const node = readNode(name, path, context);
  if (!node) return undefined;
  const all = addressesOf(node).filter((a) => (options.family ?? a.cidr.family) === a.cidr.family);
  const here = ifname === undefined ? all : all.filter((a) => a.ifname === ifname);
  const chosen = ifname === undefined ? preferred(here, options) : here[0];
  if (!chosen) {
    reportNoAddress(node, ifname, path, context);
    return undefined;
  }
  return { text, ip: formatIp(chosen.cidr), family: chosen.cidr.family, node: node.name };
}

function reportNoAddress(node: LabNode, ifname: string | undefined, path: Path, { step, sink }: PlaceContext): void {
  const known = node.interfaces.map((i) => i.name as string);
  if (ifname !== undefined && !known.includes(ifname)) {
    const message = `${node.name} has no interface "${ifname}"${didYouMean(ifname, known)}`;
    sink.error("tests/unknown-interface", step.spanOf(path), message, { hint: `it has: ${known.join(", ")}` });
    return;
  }
  const place = ifname === undefined ? node.name : `${node.name}:${ifname}`;
  sink.error("tests/no-address", step.spanOf(path), `the lab file gives ${place} no address`, {
    hint: "write the address itself, or give the interface one",
  });
}

interface Addressed {
  readonly ifname: string;
  readonly cidr: Cidr;
}

/** Every address that the lab file gives the node, FRR's configuration included; 127.0.0.0/8 and ::1 left out. */
export function addressesOf(node: LabNode): readonly Addressed[] {
  const own = node.interfaces.flatMap((i) => i.addresses.map(({ cidr }) => ({ ifname: i.name as string, cidr })));
  const all = [...own, ...frrAddressesOf(node)];
  return all.filter(({ cidr }) => !isHostLoopback(cidr));
}

function isHostLoopback(ip: Ip): boolean {
  return ip.family === 4 ? ip.value >> 24n === 127n : ip.value === 1n;
}

/** `interface X` / `ip address A` in frr.conf. */
function frrAddressesOf(node: LabNode): Addressed[] {
  if (node.kind !== "frr" && node.kind !== "cumulus") return [];
  const found: Addressed[] = [];
  let ifname: string | undefined;
  for (const { text } of node.frr.config) {
    const [first, second, third] = text.trim().split(/\s+/);
    if (first === "interface") ifname = second;
    else if (!/^\s/.test(text)) ifname = undefined;
    if (ifname === undefined || (first !== "ip" && first !== "ipv6") || second !== "address") continue;
    const cidr = parseCidr(third ?? "");
    if (cidr) found.push({ ifname, cidr });
  }
  return found;
}

/** The loopback's address if there is one, since it does not depend on the way; else one the asking node is next to. */
function preferred(
  addresses: readonly Addressed[],
  { near, adjacent = false }: { readonly near?: LabNode; readonly adjacent?: boolean },
): Addressed | undefined {
  const four = addresses.filter((a) => a.cidr.family === 4);
  const among = four.length > 0 ? four : addresses;
  const shared = near && among.find((a) => addressesOf(near).some((b) => contains(b.cidr, a.cidr)));
  const loopback = among.find((a) => a.ifname === "lo");
  return (adjacent ? (shared ?? loopback) : (loopback ?? shared)) ?? among[0];
}

/** The node that the lab file gives this address to. */
export function ownerOf(lab: Lab, ip: Ip): LabNode | undefined {
  return [...nodesOf(lab), ...containerPlacesOf(lab)].find((node) =>
    addressesOf(node).some((a) => a.cidr.family === ip.family && a.cidr.value === ip.value),
  );
}

/** The interfaces of `node` that lead straight to `other`, or to a LAN that `other` is on. */
export function interfacesTowards(lab: Lab, node: LabNode, other: LabNode): string[] {
  const isNext = (name: string): boolean => {
    if (name === other.name) return true;
    const next = lab.graph.getNodeAttributes(name);
    return next.kind === "bridge" && lab.graph.hasNode(other.name) && lab.graph.areNeighbors(name, other.name);
  };
  return linksOf(lab, node.name).flatMap(({ ends: [a, b] }) => [
    ...(a.node === node.name && isNext(b.node) ? [a.ifname] : []),
    ...(b.node === node.name && isNext(a.node) ? [b.ifname] : []),
  ]);
}

/** Reports when the text is no prefix; `default` is 0.0.0.0/0. */
export function readPrefix(text: string, path: Path, { step, sink }: PlaceContext): Cidr | undefined {
  const cidr = parseCidr(text === "default" ? "0.0.0.0/0" : text);
  if (!cidr) {
    sink.error("tests/bad-prefix", step.spanOf(path), `"${text}" is not a prefix`, {
      hint: "like 10.0.0.0/8, 2001:db8::/32 or default",
    });
  }
  return cidr;
}

/** Reports when the node cannot have an answer: no FRR, or not that daemon. */
export function requireDaemon(node: LabNode, daemon: string, path: Path, { step, sink }: PlaceContext): boolean {
  if (node.kind !== "frr" && node.kind !== "cumulus") {
    sink.error("tests/no-frr", step.spanOf(path), `${node.name} runs no FRR (kind ${node.kind})`);
    return false;
  }
  if (daemonsOf(node).includes(daemon)) return true;
  const message = `${node.name} runs no ${daemon}: it has ${node.frr.daemons.join(", ")}`;
  sink.error("tests/no-daemon", step.spanOf(path), message, {
    hint: `configure it in frr:, or add ${daemon} to frr.daemons`,
  });
  return false;
}
