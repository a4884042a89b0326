// Knows: the two ends of BGP sessions in a lab, and what one end says about the other.
// Refuses to know: which check wants to know.

import { parseIp } from "../model/ip.ts";
import type { Lab, LabNode } from "../model/lab.ts";
import { placeCalled } from "../model/places.ts";
import type { AskContext } from "./check.ts";
import { isRouter } from "./far-ends.ts";
import { ownerOf } from "./place.ts";
import { whyNoDaemon } from "./why-no-daemon.ts";

/** A neighbour in `show bgp summary json`. */
export interface BgpPeer {
  readonly state?: string;
  /** `Policy`: eBGP without a policy, so nothing is exchanged (RFC 8212). */
  readonly peerState?: string;
  readonly remoteAs?: number;
  readonly localAs?: number;
  readonly pfxRcd?: number;
  readonly pfxSnt?: number;
  readonly hostname?: string;
}

export type BgpSummary = Readonly<
  Record<string, { readonly as?: number; readonly peers?: Readonly<Record<string, BgpPeer>> }>
>;

export function bgpSummaryCommand(vrf: string | undefined): string {
  return vrf === undefined ? "show bgp summary" : `show bgp vrf ${vrf} summary`;
}

export async function bgpSummary(on: string, vrf: string | undefined, { facts }: AskContext): Promise<BgpSummary> {
  return (await facts.showJson(on, "bgpd", `${bgpSummaryCommand(vrf)} json`)) as BgpSummary;
}

/** The node behind a neighbour's name: the owner of the address, or the far end of the interface. */
export function nodeOfPeer(lab: Lab, on: string, name: string): LabNode | undefined {
  const ip = parseIp(name);
  if (ip) return ownerOf(lab, ip);
  const far = placeCalled(lab, on)
    .interfaces.find((i) => i.name === name)
    ?.peer?.split(":")[0];
  return far !== undefined && lab.graph.hasNode(far) ? lab.graph.getNodeAttributes(far) : undefined;
}

/** How `there` sees `on`, in the same family. */
export function seenFrom(
  summary: BgpSummary,
  family: string,
  lab: Lab,
  there: string,
  on: string,
): BgpPeer | undefined {
  const peers = Object.entries(summary[family]?.peers ?? {});
  return peers.find(([name]) => nodeOfPeer(lab, there, name.replace(/^\*/, ""))?.name === on)?.[1];
}

/** A path as the router at the other end has it. */
interface FarPath {
  readonly bestpath?: { readonly overall?: boolean };
  readonly peer?: { readonly type?: string };
}

/** RFC 4456, 6. */
export const reflectorRule =
  "what one iBGP neighbour says goes to another only through a route reflector (`neighbor … route-reflector-client`)";

/** Why `on` has no path to a prefix: a line for each neighbour that could have sent it. */
export async function whyNoPath(
  on: string,
  pathCommand: string,
  prefix: string,
  vrf: string | undefined,
  context: AskContext,
): Promise<string[]> {
  const { lab, facts } = context;
  const summary = await bgpSummary(on, vrf, context);
  const names = new Set(Object.values(summary).flatMap(({ peers }) => Object.keys(peers ?? {})));
  if (names.size === 0) return [`${on} has no BGP neighbours`];
  const lines: string[] = [];
  for (const name of names) {
    const peer = Object.values(summary)
      .map(({ peers }) => peers?.[name])
      .find((found) => found !== undefined);
    const node = nodeOfPeer(lab, on, name);
    const who = node?.name ?? name;
    if (peer?.state !== "Established") lines.push(`the session with ${who} is ${peer?.state}`);
    else if (node && isRouter(node)) {
      const silent = await whyNoDaemon(node.name, "bgpd", context);
      if (silent !== undefined) {
        lines.push(silent);
        continue;
      }
      const shown = (await facts.showJson(node.name, "bgpd", `${pathCommand} json`)) as {
        readonly paths?: readonly FarPath[];
        readonly advertisedTo?: Readonly<Record<string, unknown>>;
      };
      const best = shown.paths?.find(({ bestpath }) => bestpath?.overall === true);
      const sends = Object.keys(shown.advertisedTo ?? {}).some(
        (to) => nodeOfPeer(lab, node.name, to.replace(/^\*/, ""))?.name === on,
      );
      if ((shown.paths?.length ?? 0) === 0) lines.push(`${who} has no path to ${prefix} to send`);
      else if (sends) lines.push(`${who} sends ${prefix} to ${on}, which has not taken it`);
      else {
        const isInner = best?.peer?.type === "internal" && peer.remoteAs === peer.localAs;
        lines.push(`${who} knows ${prefix}, but does not send it to ${on}${isInner ? `: ${reflectorRule}` : ""}`);
      }
    }
  }
  return lines;
}
