// Knows: the settings that two IS-IS routers must have alike, and how to find the one that is not.
// Refuses to know: which adjacency was wanted, and why.

import type { AskContext } from "./check.ts";
import { farEndsOf, isRouter } from "./far-ends.ts";
import { whyNoDaemon } from "./why-no-daemon.ts";

interface IsisSettings {
  /** Area addresses: a NET without its system id (six bytes) and selector (one). */
  readonly areas: readonly string[];
  /** 1, 2 or both, as configured for the router; FRR's default is both. */
  readonly levels: readonly number[];
  /** Interfaces with `ip router isis`, and whether each is point-to-point. */
  readonly interfaces: ReadonlyMap<string, { readonly isPointToPoint: boolean }>;
}

/** Compares `on` with the node at the other end of each link (of one node when given); a line per difference. */
export async function whyNoIsisAdjacency(on: string, peer: string | undefined, context: AskContext): Promise<string[]> {
  const ours = await isisSettingsOf(on, context);
  const lines: string[] = [];
  for (const { ifname, far } of farEndsOf(context.lab, on)) {
    const { node } = far;
    if ((peer !== undefined && (node.name as string) !== peer) || !isRouter(node)) continue;
    const silent = await whyNoDaemon(node.name, "isisd", context);
    if (silent !== undefined) {
      lines.push(silent);
      continue;
    }
    lines.push(...compare(on, ifname, ours, node.name, far.ifname, await isisSettingsOf(node.name, context)));
  }
  return lines;
}

function compare(a: string, aIf: string, ours: IsisSettings, b: string, bIf: string, theirs: IsisSettings): string[] {
  const [mine, other] = [ours.interfaces.get(aIf), theirs.interfaces.get(bIf)];
  const off = [...(mine ? [] : [`${a}:${aIf}`]), ...(other ? [] : [`${b}:${bIf}`])];
  if (!mine || !other) return off.map((place) => `IS-IS does not run on ${place}`);
  const lines: string[] = [];
  const common = ours.levels.filter((level) => theirs.levels.includes(level));
  if (common.length === 0)
    lines.push(`no level in common: ${a} has ${ours.levels.join(" and ")}, ${b} has ${theirs.levels.join(" and ")}`);
  const shared = ours.areas.some((area) => theirs.areas.includes(area));
  // Level 2 joins areas; level 1 stays within one (ISO 10589, 8.2.4).
  if (!shared && common.includes(1) && !common.includes(2)) {
    lines.push(
      `level 1 needs one area: ${a} is in ${ours.areas.join(", ") || "none"}, ${b} in ${theirs.areas.join(", ") || "none"}`,
    );
  }
  if (mine.isPointToPoint !== other.isPointToPoint) {
    const word = (isPointToPoint: boolean): string => (isPointToPoint ? "point-to-point" : "broadcast");
    lines.push(
      `the network type differs: ${word(mine.isPointToPoint)} on ${a}:${aIf}, ${word(other.isPointToPoint)} on ${b}:${bIf}`,
    );
  }
  return lines;
}

/** isisd has no JSON for these; its running configuration has a line for each. */
export async function isisSettingsOf(node: string, { facts }: AskContext): Promise<IsisSettings> {
  const areas: string[] = [];
  let levels: readonly number[] = [1, 2];
  const interfaces = new Map<string, { isPointToPoint: boolean }>();
  let ifname: string | undefined;
  for (const line of (await facts.show(node, "isisd", "show running-config")).split("\n")) {
    const words = line.trim().split(/\s+/);
    if (/^\S/.test(line)) ifname = words[0] === "interface" ? words[1] : undefined;
    if (words[0] === "net" && words[1] !== undefined)
      areas.push(words[1].replace(/\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{2}$/, ""));
    if (words[0] === "is-type") levels = words[1] === "level-1" ? [1] : words[1] === "level-2-only" ? [2] : [1, 2];
    if (ifname === undefined) continue;
    const known = interfaces.get(ifname);
    if (/^\s*(ip|ipv6) router isis /.test(line)) interfaces.set(ifname, known ?? { isPointToPoint: false });
    if (/^\s*isis network point-to-point/.test(line)) interfaces.set(ifname, { isPointToPoint: true });
  }
  return { areas, levels, interfaces };
}
