// Knows: where a route that is not in the kernel was lost: unknown to FRR, known but not chosen, chosen but not installed.
// Refuses to know: who wanted the route.

import { formatCidr, type Cidr } from "../model/ip.ts";
import { placeCalled } from "../model/places.ts";
import type { AskContext } from "./check.ts";
import { whyNotLearnt } from "./why-not-learnt.ts";
import { whyOnePath } from "./why-one-path.ts";

interface RibEntry {
  readonly protocol?: string;
  readonly selected?: boolean;
  readonly installed?: boolean;
  readonly distance?: number;
  readonly metric?: number;
  readonly nexthops?: readonly { readonly ip?: string; readonly interfaceName?: string; readonly active?: boolean }[];
}

/** Asks FRR on the node, if it runs there; one line each. `protocol`: the one the route was wanted from. */
export async function whyNoRoute(
  on: string,
  prefix: Cidr,
  { protocol, vrf }: { readonly protocol: string | undefined; readonly vrf?: string | undefined },
  context: AskContext,
): Promise<string[]> {
  const { lab, facts } = context;
  const node = placeCalled(lab, on);
  if (node.kind !== "frr" && node.kind !== "cumulus") return [];
  const where = `${prefix.family === 4 ? "ip" : "ipv6"} route${vrf === undefined ? "" : ` vrf ${vrf}`}`;
  const text = formatCidr(prefix);
  const table = (await facts.showJson(on, "zebra", `show ${where} ${text} json`)) as Readonly<
    Record<string, readonly RibEntry[]>
  >;
  const entries = table[text] ?? [];
  if (entries.length === 0) {
    const reasons = await whyNotLearnt(on, prefix, protocol, vrf, context);
    return [`FRR on ${on} does not know ${text} either`, ...reasons];
  }
  const known = entries.map((entry) => {
    const ways = entry.nexthops ?? [];
    const way = ways
      .map(({ ip, interfaceName }) => [ip, interfaceName].filter((part) => part !== undefined).join(" dev "))
      .join(", ");
    const dead = ways.length > 0 && ways.every(({ active }) => active !== true);
    const state = dead
      ? "but its next hop cannot be resolved"
      : entry.selected !== true
        ? "but prefers another route"
        : entry.installed === true
          ? "and has installed it"
          : "but has not installed it in the kernel";
    return `FRR on ${on} knows it from ${entry.protocol} (${way || "no next hop"}) ${state}`;
  });
  const isBgp = entries.some((entry) => entry.protocol === "bgp" && entry.selected === true);
  return isBgp ? [...known, ...(await whyOnePath(on, prefix, vrf, context))] : known;
}
