// Knows: the way packets would take to a destination, and the way its answers would take back; who on it has no route.
// Refuses to know: whether any came (ping, trace).

import type { AskContext, Sending } from "./check.ts";
import { mostHops, wayOf, type Hop } from "./way.ts";

/** Of more destinations than this the first few tell enough. */
const mostExplained = 3;

/** The ways of several packets at once; what two of them have in common is said once. */
export async function whyUnreached(unreached: readonly Sending[] = [], context: AskContext): Promise<string[]> {
  const lines = await Promise.all(unreached.slice(0, mostExplained).map((sending) => whyNoAnswer(sending, context)));
  return [...new Set(lines.flat())];
}

/** The kernels' way there, and, where the lab knows whose address it is, the way back. */
export async function whyNoAnswer(sending: Sending, context: AskContext): Promise<string[]> {
  const { from, target } = sending;
  const there = await wayOf({ ...sending, to: target.ip, family: target.family }, context);
  const [first] = there;
  if (first?.outcome !== "sends") {
    return first?.outcome === "refuses" ? [`${from} has no route to ${target.ip} (${first.says})`] : [];
  }
  const lines = [`${from} sends this way: ${first.says}`, ...troubleOn(there, target.ip, "on the way")];
  const source = sending.source ?? first.source;
  if (lines.length > 1 || target.node === undefined || target.node === from || source === undefined) return lines;
  const packets = { from: target.node, to: source, family: target.family, source: target.ip };
  const back = await wayOf(packets, context);
  const [answer] = back;
  return [
    ...lines,
    answer?.outcome === "refuses"
      ? `${target.node} has no route back to ${source} (${answer.says})`
      : `${target.node} answers this way: ${answer?.says}`,
    ...troubleOn(back, source, "on the way back"),
  ];
}

/** Of the routers between the ends: the one that does not pass the packets on. */
function troubleOn(way: readonly Hop[], to: string, where: string): string[] {
  const last = way.at(-1);
  if (!last || way.length < 2) return [];
  const names = way.map(({ node }) => node);
  const before = names.lastIndexOf(last.node, -2);
  // To its sender a packet that comes back has an impossible source: a kernel calls that an invalid argument.
  if (before >= 0 && (way.length === mostHops || last.says === "Invalid argument")) {
    return [`${where} they go round in a circle: ${names.slice(before).join(", ")}`];
  }
  if (last.outcome !== "refuses") return [];
  // What a kernel says when no route fits; anything else is a route, or a rule of the kernel's, that forbids it.
  if (last.says === "Network is unreachable") return [`${last.node}, ${where}, has no route to ${to} (${last.says})`];
  const meaning = meanings[last.says];
  return [
    `${last.node}, ${where}, does not forward to ${to} (${last.says}${meaning === undefined ? "" : `: ${meaning}`})`,
  ];
}

/** ip_route_input_slow, fib_validate_source in the kernel. */
const meanings: Readonly<Record<string, string>> = {
  "No route to host": "its forwarding is off, or the route says unreachable",
  "Invalid cross-device link": "rp_filter: it would answer the sender by another interface",
};
