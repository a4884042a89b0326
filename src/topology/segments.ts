// Knows: which interfaces share a wire (links and bridges between them), and addresses that cannot be there together.
// Refuses to know: routing.

import { compareSpans, type Span } from "../base/span.ts";
import { contains, formatIp, networkOf, type Cidr } from "../model/ip.ts";
import type { Interface, LabNode } from "../model/lab.ts";
import type { Loading } from "./loading.ts";

interface Place {
  readonly node: string;
  readonly iface: Interface;
}

interface Located {
  readonly place: Place;
  readonly cidr: Cidr;
  readonly at: Span;
}

export function checkSegments(nodes: readonly LabNode[], loading: Loading): void {
  for (const segment of segmentsOf(nodes)) {
    const addresses = segment
      .flatMap((place) => place.iface.addresses.map(({ cidr, at }): Located => ({ place, cidr, at })))
      .toSorted((a, b) => compareSpans(a.at, b.at));
    reportDuplicates(addresses, loading);
    reportStrangers(segment, addresses, loading);
  }
}

/** Groups of interfaces that hear each other's broadcasts: the ends of a link, and all links of a bridge. */
function segmentsOf(nodes: readonly LabNode[]): readonly (readonly Place[])[] {
  const byEndpoint = new Map<string, Place>();
  for (const node of nodes)
    for (const iface of node.interfaces) byEndpoint.set(`${node.name}:${iface.name}`, { node: node.name, iface });
  // What a VLAN-aware bridge connects is a matter of VLANs: nothing is said of it here.
  const keepsApart = (node: LabNode): boolean =>
    node.interfaces.some(({ device }) => device?.kind === "bridge" && device.vlanAware);
  const plain = nodes.filter((node) => node.kind === "bridge" && !keepsApart(node));
  const bridges = new Map(plain.map((node) => [node.name as string, node]));
  const seen = new Set<string>();
  const collect = (endpoint: string, into: Place[]): void => {
    const place = byEndpoint.get(endpoint);
    if (!place || seen.has(endpoint)) return;
    seen.add(endpoint);
    into.push(place);
    if (place.iface.peer !== undefined) collect(place.iface.peer, into);
    for (const port of bridges.get(place.node)?.interfaces ?? [])
      if (port.name !== "lo") collect(`${place.node}:${port.name}`, into);
  };
  return [...byEndpoint].flatMap(([endpoint, { iface }]) => {
    const segment: Place[] = [];
    if (iface.name !== "lo") collect(endpoint, segment);
    return segment.length > 0 ? [segment] : [];
  });
}

function reportDuplicates(addresses: readonly Located[], { sink }: Loading): void {
  const first = new Map<string, Located>();
  for (const address of addresses) {
    const text = formatIp(address.cidr);
    const other = first.get(text);
    if (!other) first.set(text, address);
    else if (other.place.iface !== address.place.iface) {
      const { node, iface } = other.place;
      sink.error("addresses/duplicate", address.at, `${text} is on ${node}:${iface.name} already, on the same wire`, {
        related: [{ at: other.at, message: "first used here" }],
      });
    }
  }
}

/** On a link of two, addresses of one family with no network in common are most likely a slip of the hand. */
function reportStrangers(segment: readonly Place[], addresses: readonly Located[], { sink }: Loading): void {
  if (segment.length !== 2) return;
  for (const family of [4, 6] as const) {
    // A host prefix says on purpose that there is no network on the link.
    const ours = addresses.filter(({ cidr }) => cidr.family === family && cidr.length < (family === 4 ? 32 : 128));
    const [a, b] = segment.map((place) => ours.filter((address) => address.place === place));
    const [mine, theirs] = [a?.[0], b?.[0]];
    if (!mine || !theirs) continue;
    const meet = a?.some((one) =>
      b?.some(
        (other) =>
          contains(networkOf(one.cidr), other.cidr) ||
          contains(networkOf(other.cidr), one.cidr) ||
          contains(networkOf(one.cidr), { family, value: other.cidr.value }),
      ),
    );
    if (meet) continue;
    const [early, late] = compareSpans(mine.at, theirs.at) <= 0 ? [mine, theirs] : [theirs, mine];
    sink.warn(
      "addresses/no-common-network",
      late.at,
      `${formatIp(late.cidr)} shares no network with ${formatIp(early.cidr)} at the other end of the link`,
      {
        related: [{ at: early.at, message: "the other end" }],
      },
    );
  }
}
