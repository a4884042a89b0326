// Knows: a BGP session as one router sees it: state, remote AS, prefixes.
// Refuses to know: the paths that went over it (bgp-route).

import { z } from "zod";
import { parseIp, formatIp } from "../../model/ip.ts";
import { placeCalled } from "../../model/places.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { bgpSummary, bgpSummaryCommand, reflectorRule, seenFrom, type BgpPeer, type BgpSummary } from "../bgp-peers.ts";
import { defineCheck, type AskContext, type Finding } from "../check.ts";
import { isRouter } from "../far-ends.ts";
import { count, differsNumber, numberKey, onKey, vrfKey, wantedGot } from "../keys.ts";
import { addressesOf, interfacesTowards, ownerOf, readNode, requireDaemon, warnUnknownInterface } from "../place.ts";
import { whyNoDaemon } from "../why-no-daemon.ts";

/** BGP's states (RFC 4271, 8.2.2), in the words of FRR. */
const states = ["Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"] as const;
const state = z.enum(states);

/** FRR's name of an address family in `show bgp summary json`. */
const families = {
  ipv4: "ipv4Unicast",
  ipv6: "ipv6Unicast",
  evpn: "l2VpnEvpn",
  vpnv4: "ipv4Vpn",
  vpnv6: "ipv6Vpn",
} as const;

const schema = z.strictObject({
  on: onKey,
  neighbor: z.string().min(1).describe("The neighbour: its address, the interface to it, or its node"),
  state: z
    .union([state, z.array(state).min(1)])
    .optional()
    .describe("The session's state, or a list of which any will do; Established by default"),
  af: z
    .enum(Object.keys(families) as (keyof typeof families)[])
    .optional()
    .describe("An address family that must be active in the session; its prefixes are counted"),
  "remote-as": z.int().min(1).max(4294967295).optional().describe("The neighbour's AS number"),
  "prefixes-received": numberKey.optional().describe('Prefixes accepted from it: a number, or ">= 3"'),
  "prefixes-sent": numberKey.optional().describe("Prefixes sent to it"),
  vrf: vrfKey,
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "state"> {
  readonly states: readonly string[];
  /** The names FRR may know the neighbour by: addresses, interfaces. */
  readonly names: readonly string[];
  readonly hostname: string | undefined;
  /** The node at the other end, where the lab tells. */
  readonly peer: string | undefined;
}

export default defineCheck({
  name: "bgp",
  summary: "A BGP session is in a state, with so many prefixes",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node || !requireDaemon(node, "bgpd", ["on"], context)) return undefined;
    const wanted = written.state ?? "Established";
    const spec = { ...written, states: typeof wanted === "string" ? [wanted] : wanted };
    const ip = parseIp(written.neighbor);
    if (ip) return { ...spec, names: [formatIp(ip)], hostname: undefined, peer: ownerOf(context.lab, ip)?.name };
    if (written.neighbor !== node.name && context.lab.graph.hasNode(written.neighbor)) {
      const peer = context.lab.graph.getNodeAttributes(written.neighbor);
      const addresses = addressesOf(peer).map(({ cidr }) => formatIp(cidr));
      const names = [...interfacesTowards(context.lab, node, peer), ...addresses];
      return { ...spec, names, hostname: peer.hostname, peer: peer.name };
    }
    warnUnknownInterface(node, written.neighbor, ["neighbor"], context);
    const far = node.interfaces.find(({ name }) => name === written.neighbor)?.peer?.split(":")[0];
    return { ...spec, names: [written.neighbor], hostname: undefined, peer: far };
  },
  label: (spec) => `${spec.on}: BGP with ${spec.neighbor} is ${spec.states.join(" or ")}${wishes(spec)}`,
  question: (spec) => typedVtysh(spec.on, bgpSummaryCommand(spec.vrf)),
  async ask(spec, context): Promise<Finding> {
    return judge(spec, await bgpSummary(spec.on, spec.vrf, context));
  },
  async explain(spec, context) {
    const summary = await bgpSummary(spec.on, spec.vrf, context);
    const found = findPeer(spec, summary);
    if (!found) return [];
    if (found.peer.state === "Established") return whyOtherPrefixes(spec, found, context);
    return [...(await otherEnd(spec, found.peer, context)), ...(await lastReset(spec, found.name, context))];
  },
});

function judge(spec: Spec, summary: BgpSummary): Finding {
  const found = findPeer(spec, summary);
  if (!found) {
    const known = [...new Set(Object.values(summary).flatMap(({ peers }) => Object.keys(peers ?? {})))];
    const saw =
      known.length === 0 ? "no BGP neighbours at all" : `no neighbour ${spec.neighbor}; there are ${known.join(", ")}`;
    return { outcome: "fail", saw, differs: [wantedGot("neighbor", spec.neighbor, known.join(", ") || "none")] };
  }
  const { peer, active, name } = found;
  const received = peer.pfxRcd ?? 0;
  const sent = peer.pfxSnt ?? 0;
  const differs = [
    ...(spec.states.includes(peer.state ?? "")
      ? []
      : [wantedGot("state", spec.states.join(" or "), peer.state ?? "nothing")]),
    ...(spec.af !== undefined && !active
      ? [wantedGot("af", `${spec.af} active`, `${spec.af} not active with ${name}`)]
      : []),
    ...differsNumber("remote-as", spec["remote-as"], peer.remoteAs),
    ...differsNumber("prefixes-received", spec["prefixes-received"], received),
    ...differsNumber("prefixes-sent", spec["prefixes-sent"], sent),
  ];
  const up = peer.state === "Established";
  const saw = `${peer.state}, AS ${peer.remoteAs}${up ? `, ${count(received, "prefix", "prefixes")} received, ${sent} sent` : ""}`;
  return {
    outcome: differs.length === 0 ? "pass" : "fail",
    saw,
    differs,
    answer: JSON.stringify({ [name]: worthSeeing(peer) }, undefined, 2),
  };
}

/** The fields of a neighbour that may tell why a session is not as wanted. */
function worthSeeing(peer: BgpPeer): Readonly<Record<string, unknown>> {
  const fields = ["hostname", "remoteAs", "localAs", "state", "peerState", "peerUptime", "pfxRcd", "pfxSnt"];
  const counters = ["msgRcvd", "msgSent", "connectionsEstablished", "connectionsDropped"];
  return Object.fromEntries(Object.entries(peer).filter(([key]) => [...fields, ...counters].includes(key)));
}

interface Found {
  readonly name: string;
  readonly peer: BgpPeer;
  /** Whether the family the step names is active in the session. */
  readonly active: boolean;
  /** FRR's name of the family it was found in. */
  readonly family: string;
}

/** The neighbour in the wanted family, else in the first that has it: the session is the same, the prefixes are not. */
function findPeer(spec: Spec, summary: BgpSummary): Found | undefined {
  const wanted = families[spec.af ?? "ipv4"];
  const order = [wanted, ...Object.keys(summary).filter((family) => family !== wanted)];
  for (const family of order) {
    for (const [name, peer] of Object.entries(summary[family]?.peers ?? {})) {
      // A dynamic neighbour's name carries a star in front.
      const fits =
        spec.names.includes(name.replace(/^\*/, "")) ||
        (spec.hostname !== undefined && peer.hostname === spec.hostname);
      if (fits) return { name, peer, active: family === wanted, family };
    }
  }
  return undefined;
}

function wishes(spec: Spec): string {
  const parts = [
    spec["remote-as"] === undefined ? [] : [`AS ${spec["remote-as"]}`],
    spec.af === undefined ? [] : [spec.af],
    spec["prefixes-received"] === undefined ? [] : [`${spec["prefixes-received"]} received`],
    spec["prefixes-sent"] === undefined ? [] : [`${spec["prefixes-sent"]} sent`],
  ].flat();
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

interface Neighbor {
  readonly lastResetDueTo?: string;
  readonly lastNotificationReason?: string;
}

/** The AS numbers of both ends, when one is not what the other expects. */
async function otherEnd(spec: Spec, peer: BgpPeer, context: AskContext): Promise<string[]> {
  const node = spec.peer === undefined ? undefined : placeCalled(context.lab, spec.peer);
  if (!node || !isRouter(node)) return [];
  const silent = await whyNoDaemon(node.name, "bgpd", context);
  if (silent !== undefined) return [silent];
  const as = Object.values(await bgpSummary(node.name, spec.vrf, context))[0]?.as;
  if (as === undefined) return [`${node.name} has no BGP neighbours`];
  return as === peer.remoteAs ? [] : [`${spec.on} expects AS ${peer.remoteAs}, but ${node.name} is AS ${as}`];
}

/** Why the session is up, but other prefixes went over it than wanted. */
async function whyOtherPrefixes(spec: Spec, { peer, family }: Found, context: AskContext): Promise<string[]> {
  const own = await whyNothingSent(spec, peer, family, context);
  if (differsNumber("", spec["prefixes-received"], peer.pfxRcd).length === 0 && own.length > 0) return own;
  const cure = "a route-map for the neighbour, or `no bgp ebgp-requires-policy`";
  const policy =
    peer.peerState === "Policy"
      ? [`${spec.on} has no policy for this eBGP session and so exchanges nothing (RFC 8212): it takes ${cure}`]
      : [];
  const node = spec.peer === undefined ? undefined : placeCalled(context.lab, spec.peer);
  if (!node || !isRouter(node) || (await whyNoDaemon(node.name, "bgpd", context)) !== undefined) return policy;
  const theirs = seenFrom(await bgpSummary(node.name, spec.vrf, context), family, context.lab, node.name, spec.on);
  if (!theirs) return policy;
  const sent = `${node.name} says it sends ${count(theirs.pfxSnt ?? 0, "prefix", "prefixes")} to ${spec.on}`;
  return [
    ...own,
    ...policy,
    `${sent}${theirs.pfxSnt === 0 && peer.peerState !== "Policy" ? ": look at its `network` and `redistribute` lines" : ""}`,
  ];
}

/** A router that has its prefixes from iBGP, and tells them no iBGP neighbour. */
async function whyNothingSent(spec: Spec, peer: BgpPeer, family: string, context: AskContext): Promise<string[]> {
  const isMissed = differsNumber("", spec["prefixes-sent"], peer.pfxSnt).length > 0;
  if (!isMissed || peer.pfxSnt !== 0 || peer.remoteAs !== peer.localAs) return [];
  const all = Object.values((await bgpSummary(spec.on, spec.vrf, context))[family]?.peers ?? {});
  const inner = all.filter(({ remoteAs, localAs, pfxRcd = 0 }) => remoteAs === localAs && pfxRcd > 0);
  return inner.length > 1
    ? [`${spec.on} has prefixes from ${count(inner.length, "iBGP neighbour")}; ${reflectorRule}`]
    : [];
}

/** Why the session ended last, in FRR's words. */
async function lastReset(spec: Spec, name: string, { facts }: AskContext): Promise<string[]> {
  const vrf = spec.vrf === undefined ? "" : ` vrf ${spec.vrf}`;
  const command = `show bgp${vrf} neighbors ${name.replace(/^\*/, "")} json`;
  const all = (await facts.showJson(spec.on, "bgpd", command)) as Readonly<Record<string, Neighbor>>;
  const { lastNotificationReason, lastResetDueTo } = all[name] ?? {};
  // A notification is the reason of a reset in other words.
  if (lastNotificationReason !== undefined) return [`last notification: ${lastNotificationReason}`];
  return lastResetDueTo === undefined ? [] : [`the session is down because: ${lastResetDueTo}`];
}
