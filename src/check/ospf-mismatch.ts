// Knows: the settings that two ends of an OSPF link must have alike, and how to find the one that is not.
// Refuses to know: which adjacency was wanted, and why.

import type { AskContext } from "./check.ts";
import { farEndsOf, isRouter } from "./far-ends.ts";
import { whyNoDaemon } from "./why-no-daemon.ts";

interface OspfInterface {
  readonly ospfEnabled?: boolean;
  readonly ipAddress?: string;
  readonly ipAddressPrefixlen?: number;
  readonly area?: string;
  readonly networkType?: string;
  readonly mtuBytes?: number;
  readonly timerMsecs?: number;
  readonly timerDeadSecs?: number;
  readonly timerPassiveIface?: boolean;
}

/** RFC 2328, 10.5: hellos that differ in one of these are dropped without a word; an MTU stops the exchange (10.6). */
const settings: readonly (readonly [name: string, value: (i: OspfInterface) => string | undefined])[] = [
  ["area", ({ area }) => area],
  ["network type", ({ networkType }) => networkType?.toLowerCase()],
  ["hello interval", ({ timerMsecs }) => (timerMsecs === undefined ? undefined : `${timerMsecs / 1000} s`)],
  ["dead interval", ({ timerDeadSecs }) => (timerDeadSecs === undefined ? undefined : `${timerDeadSecs} s`)],
  [
    "prefix length",
    ({ ipAddressPrefixlen }) => (ipAddressPrefixlen === undefined ? undefined : `/${ipAddressPrefixlen}`),
  ],
  ["MTU", ({ mtuBytes }) => mtuBytes?.toString()],
];

/** Compares both ends of each link from `on` (of one interface, or towards one node, when given); a line per difference. */
export async function whyNoAdjacency(
  on: string,
  ifname: string | undefined,
  peer: string | undefined,
  context: AskContext,
): Promise<string[]> {
  const here = await ospfInterfacesOf(on, context);
  const lines: string[] = [];
  for (const { ifname: near, far } of farEndsOf(context.lab, on)) {
    const { node } = far;
    if ((ifname !== undefined && near !== ifname) || (peer !== undefined && (node.name as string) !== peer)) continue;
    if (!isRouter(node)) continue;
    const silent = await whyNoDaemon(node.name, "ospfd", context);
    if (silent !== undefined) {
      lines.push(silent);
      continue;
    }
    const there = await ospfInterfacesOf(node.name, context);
    lines.push(...compare(`${on}:${near}`, here[near], `${node.name}:${far.ifname}`, there[far.ifname]));
  }
  return lines;
}

function compare(a: string, ours: OspfInterface | undefined, b: string, theirs: OspfInterface | undefined): string[] {
  const silent = [...(enabled(ours) ? [] : [a]), ...(enabled(theirs) ? [] : [b])];
  if (!enabled(ours) || !enabled(theirs)) return silent.map((place) => `OSPF does not run on ${place}`);
  const passive = [
    ...(ours?.timerPassiveIface === true ? [a] : []),
    ...(theirs?.timerPassiveIface === true ? [b] : []),
  ];
  const differing = settings.flatMap(([name, value]) => {
    const [mine, other] = [ours && value(ours), theirs && value(theirs)];
    return mine === other ? [] : [`the ${name} differs: ${mine ?? "none"} on ${a}, ${other ?? "none"} on ${b}`];
  });
  return [...passive.map((place) => `${place} is passive: it sends no hellos`), ...differing];
}

function enabled(found: OspfInterface | undefined): boolean {
  return found?.ospfEnabled === true;
}

export async function ospfInterfacesOf(
  node: string,
  { facts }: AskContext,
): Promise<Readonly<Record<string, OspfInterface>>> {
  const shown = (await facts.showJson(node, "ospfd", "show ip ospf interface json")) as {
    readonly interfaces?: Readonly<Record<string, OspfInterface>>;
  };
  return shown.interfaces ?? {};
}
