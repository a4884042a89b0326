// Knows: why a router has not learnt a prefix: whether those who have it announce it at all.
// Refuses to know: the adjacencies on the way (ospf-mismatch.ts, isis-mismatch.ts, the checks of sessions).

import { formatCidr, networkOf, type Cidr } from "../model/ip.ts";
import { whyNoPath } from "./bgp-peers.ts";
import type { AskContext } from "./check.ts";
import { isRouter } from "./far-ends.ts";
import { isisSettingsOf } from "./isis-mismatch.ts";
import { ospfInterfacesOf } from "./ospf-mismatch.ts";
import { addressesOf, nodesOf } from "./place.ts";
import { whyNoDaemon } from "./why-no-daemon.ts";

interface Protocol {
  readonly name: string;
  readonly daemon: string;
  /** What would announce a network of the router's own. */
  readonly cure: (ifname: string) => string;
  readonly announces: (node: string, ifname: string, prefix: string, context: AskContext) => Promise<boolean>;
}

const protocols: Readonly<Record<string, Protocol>> = {
  ospf: {
    name: "OSPF",
    daemon: "ospfd",
    cure: (ifname) => `neither a \`network\` line nor \`ip ospf area\` on ${ifname} names it`,
    announces: async (node, ifname, _, context) =>
      (await ospfInterfacesOf(node, context))[ifname]?.ospfEnabled === true || (await takesAll(node, "ospfd", context)),
  },
  isis: {
    name: "IS-IS",
    daemon: "isisd",
    cure: (ifname) => `\`ip router isis\` is missing on ${ifname}`,
    announces: async (node, ifname, _, context) =>
      (await isisSettingsOf(node, context)).interfaces.has(ifname) || (await takesAll(node, "isisd", context)),
  },
  rip: {
    name: "RIP",
    daemon: "ripd",
    cure: () => "no `network` line names it",
    announces: async (node, _, prefix, { facts }) =>
      (await facts.show(node, "ripd", "show ip rip")).split("\n").some((line) => line.split(/\s+/)[1] === prefix),
  },
};

/** A line for each router that has the prefix itself, by the protocol it was wanted from; none when that is not known. */
export async function whyNotLearnt(
  on: string,
  prefix: Cidr,
  protocol: string | undefined,
  vrf: string | undefined,
  context: AskContext,
): Promise<string[]> {
  const text = formatCidr(prefix);
  if (protocol === "bgp") {
    const silent = await whyNoDaemon(on, "bgpd", context);
    if (silent !== undefined) return [silent];
    const where = `${vrf === undefined ? "" : `vrf ${vrf} `}${prefix.family === 4 ? "ipv4" : "ipv6"}`;
    return whyNoPath(on, `show bgp ${where} unicast ${text}`, text, vrf, context);
  }
  const asked = protocols[protocol ?? ""];
  if (!asked || vrf !== undefined || prefix.family === 6) return [];
  const lines: string[] = [];
  for (const node of nodesOf(context.lab)) {
    const own = addressesOf(node).find(({ cidr }) => formatCidr(networkOf(cidr)) === text);
    if (!own || (node.name as string) === on || !isRouter(node)) continue;
    const silent = await whyNoDaemon(node.name, asked.daemon, context);
    if (silent !== undefined) lines.push(`${node.name} has ${text}, but ${silent}`);
    else lines.push(await sayingOf(node.name, own.ifname, text, asked, context));
  }
  return lines;
}

async function sayingOf(
  node: string,
  ifname: string,
  prefix: string,
  { name, cure, announces }: Protocol,
  context: AskContext,
): Promise<string> {
  if (await announces(node, ifname, prefix, context))
    return `${node} announces ${prefix} by ${name}, so look at the neighbours between`;
  return `${node} has ${prefix} on ${ifname}, but does not announce it by ${name}: ${cure(ifname)}`;
}

/** Which networks a `redistribute` line lets through is not looked into. */
async function takesAll(node: string, daemon: string, { facts }: AskContext): Promise<boolean> {
  return /^ +redistribute .*\bconnected\b/m.test(await facts.show(node, daemon, "show running-config"));
}
