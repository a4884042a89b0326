// Knows: the way packets take through the lab, from node to node, as each one's routing tables have it, and who stops it.
// Refuses to know: what else may befall a packet (firewalls, address translation, loss).

import { formatIp, linkLocalOf, parseIp } from "../model/ip.ts";
import type { Lab } from "../model/lab.ts";
import { containerPlacesOf, linksOf } from "../model/places.ts";
import { gatewayOf, parseRouteLookup, type RouteLookup } from "../observe/route-lookup.ts";
import type { AskContext } from "./check.ts";
import { farEndsOf } from "./far-ends.ts";
import { addressesOf, nodesOf } from "./place.ts";

/** What one node's kernel does with the packet. */
export interface Hop {
  readonly node: string;
  /** As `ip route get` prints it: the route, or why there is none. */
  readonly says: string;
  readonly outcome: "sends" | "takes" | "refuses";
  /** The source address the kernel chooses for it, where it was not given one. */
  readonly source: string | undefined;
}

/** The packets a way is looked up for; `device`: the interface or VRF the first node sends them from. */
export interface Packets {
  readonly from: string;
  readonly to: string;
  readonly family: 4 | 6;
  readonly source: string | undefined;
  readonly device?: string | undefined;
}

/** Where a packet is, and by which interface it came; the sender has it from nowhere. */
interface Stop {
  readonly node: string;
  readonly ifname: string | undefined;
}

/** A lab has no longer ways; one that is longer goes round in circles. */
export const mostHops = 16;

/**
 * Asks each node on the way in turn, the first as the sender and the others as routers (`iif`), so that policy rules and
 * VRFs have their say. The last hop takes the packet, refuses it, or sends it to somebody the lab file does not know.
 */
export async function wayOf({ from, to, family, source, device }: Packets, context: AskContext): Promise<Hop[]> {
  const hops: Hop[] = [];
  let sender = source;
  let next: Stop | undefined = { node: from, ifname: undefined };
  while (next && hops.length < mostHops) {
    const { node, ifname }: Stop = next;
    const argv = ["ip", "-j", `-${family}`, "route", "get", to, ...(sender === undefined ? [] : ["from", sender])];
    const by = ifname === undefined ? (device === undefined ? [] : ["oif", device]) : ["iif", ifname];
    const result = await context.facts.exec(node, [...argv, ...by]);
    if (result.code !== 0) {
      hops.push({ node, says: reasonOf(result.stderr), outcome: "refuses", source: undefined });
      break;
    }
    const found = parseRouteLookup(result.stdout);
    const outcome = found.type === "local" ? "takes" : "sends";
    hops.push({ node, says: textOf(found), outcome, source: found.prefsrc });
    sender ??= found.prefsrc;
    const { dev } = found;
    const isKnown = outcome === "sends" && dev !== undefined && sender !== undefined;
    next = isKnown ? holderOf(gatewayOf(found) ?? to, node, dev, context.lab) : undefined;
  }
  return hops;
}

/** What ip(8) says of an error the kernel gave it. */
function reasonOf(stderr: string): string {
  return (stderr.split("\n")[0] ?? "").replace("RTNETLINK answers: ", "").trim();
}

/** The route in the order in which ip(8) prints it. */
function textOf({ type, dst, from, gateway, via, dev, prefsrc }: RouteLookup): string {
  return [
    ...[type, dst],
    ...(from === undefined ? [] : ["from", from]),
    ...(gateway === undefined ? [] : ["via", gateway]),
    ...(via === undefined ? [] : ["via", via.family, via.host]),
    ...(dev === undefined ? [] : ["dev", dev]),
    ...(prefsrc === undefined ? [] : ["src", prefsrc]),
  ]
    .filter((word) => word !== undefined)
    .join(" ");
}

/** Who has the address on the link behind `dev`, and on which interface. Two labs' worth of equal addresses: the nearest. */
function holderOf(address: string, node: string, dev: string, lab: Lab): Stop | undefined {
  const ends = lab.graph.hasNode(node) ? farEndsOf(lab, node).filter(({ ifname }) => ifname === dev) : [];
  const holders = [...nodesOf(lab), ...containerPlacesOf(lab)].flatMap((place) =>
    place.name === node
      ? []
      : addressesOf(place)
          .filter(({ cidr }) => formatIp(cidr) === address)
          .map(({ ifname }) => ({ node: place.name as string, ifname })),
  );
  const near = holders.find((holder) => ends.some(({ far }) => far.node.name === holder.node));
  if (near ?? holders.length === 1) return near ?? holders[0];
  // An unnumbered link: its addresses are made of the MAC addresses.
  const ip = parseIp(address);
  const far = ends.find(({ far: end }) =>
    linksOf(lab, end.node.name)
      .flatMap((link) => link.ends)
      .some((e) => e.node === end.node.name && e.ifname === end.ifname && linkLocalOf(e.mac).value === ip?.value),
  )?.far;
  return far && { node: far.node.name, ifname: far.ifname };
}
