// Knows: the addresses a gateway named in a test may have in a routing table, its link-local ones included.
// Refuses to know: the table (route, rib, lookup).

import { linkLocalOf, parseIp, type Ip } from "../model/ip.ts";
import type { Lab, LabNode } from "../model/lab.ts";
import { linksOf } from "../model/places.ts";
import { addressesOf, readNode, readTarget, type PlaceContext } from "./place.ts";

/** A gateway as written, and every address that would be it. */
export interface Gateway {
  readonly text: string;
  readonly ips: readonly Ip[];
}

/** An address, a node or node:interface, or a list of these. Nothing written: no gateways. */
export function readGateways(
  written: string | readonly string[] | undefined,
  path: readonly (string | number)[],
  context: PlaceContext,
): readonly Gateway[] | undefined {
  if (written === undefined) return [];
  const texts = typeof written === "string" ? [written] : written;
  const gateways = texts.map((text, i) =>
    readGateway(text, typeof written === "string" ? path : [...path, i], context),
  );
  return gateways.every((gateway) => gateway !== undefined) ? gateways : undefined;
}

function readGateway(text: string, path: readonly (string | number)[], context: PlaceContext): Gateway | undefined {
  const literal = parseIp(text);
  if (literal) return { text, ips: [literal] };
  const [name = "", ifname] = text.split(":", 2);
  // An unnumbered interface has its link-local address only, so a node without addresses is a gateway all the same.
  if (!context.lab.graph.hasNode(name) || text.split(":").length > 2) {
    if (text.includes(":") || /^[\d.]+$/.test(text)) void readTarget(text, path, context);
    else readNode(text, path, context);
    return undefined;
  }
  const node = context.lab.graph.getNodeAttributes(name);
  const fits = (candidate: string): boolean => ifname === undefined || candidate === ifname;
  const given = addressesOf(node).filter((a) => fits(a.ifname));
  return { text, ips: [...given.map(({ cidr }) => cidr), ...linkLocalsOf(context.lab, node, fits)] };
}

function linkLocalsOf(lab: Lab, node: LabNode, fits: (ifname: string) => boolean): Ip[] {
  const ends = linksOf(lab, node.name).flatMap((link) => link.ends);
  return ends.filter((end) => end.node === node.name && fits(end.ifname)).map((end) => linkLocalOf(end.mac));
}
