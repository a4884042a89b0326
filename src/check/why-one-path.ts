// Knows: why BGP uses one of several paths to a prefix and not the others beside it.
// Refuses to know: why there is no path at all (bgp-peers.ts).

import { formatCidr, type Cidr } from "../model/ip.ts";
import type { AskContext } from "./check.ts";

interface Path {
  readonly aspath?: { readonly string?: string; readonly length?: number };
  readonly valid?: boolean;
  readonly multipath?: boolean;
  readonly bestpath?: { readonly overall?: boolean; readonly selectionReason?: string };
  readonly locPrf?: number;
  readonly peer?: { readonly peerId?: string; readonly hostname?: string };
}

/** A line for each path that is valid and not used. */
export async function whyOnePath(
  on: string,
  prefix: Cidr,
  vrf: string | undefined,
  { facts }: AskContext,
): Promise<string[]> {
  const where = `${vrf === undefined ? "" : `vrf ${vrf} `}${prefix.family === 4 ? "ipv4" : "ipv6"}`;
  const command = `show bgp ${where} unicast ${formatCidr(prefix)} json`;
  const { paths = [] } = (await facts.showJson(on, "bgpd", command)) as { readonly paths?: readonly Path[] };
  const best = paths.find(({ bestpath }) => bestpath?.overall === true);
  if (!best) return [];
  const idle = paths.filter((path) => path !== best && path.valid === true && path.multipath !== true);
  return idle.map((path) => `BGP has a path from ${fromOf(path)}, too, but does not use it: ${difference(path, best)}`);
}

/** In the order in which BGP compares (RFC 4271, 9.1): what differs first decides. */
function difference(path: Path, best: Path): string {
  const [preference, bestPreference] = [path.locPrf ?? 100, best.locPrf ?? 100];
  if (preference < bestPreference) return `its local preference is ${preference}, that of the best ${bestPreference}`;
  const [length = 0, bestLength = 0] = [path.aspath?.length, best.aspath?.length];
  if (length > bestLength) return `its AS path has ${length} ASes, that of the best ${bestLength}`;
  const [ases, bestAses] = [path.aspath?.string ?? "", best.aspath?.string ?? ""];
  if (ases !== bestAses) {
    return `its AS path ${ases} is as long as ${bestAses}, but another; \`bgp bestpath as-path multipath-relax\` makes them equal`;
  }
  return `the best one was chosen by "${best.bestpath?.selectionReason ?? "no reason given"}"; \`maximum-paths\` says how many are used`;
}

function fromOf({ peer }: Path): string {
  return peer?.hostname ?? peer?.peerId ?? "itself";
}
