// Knows: a path that a BGP router knows for a prefix, with its attributes.
// Refuses to know: the session it came over (bgp), and whether the kernel uses it (route).

import { z } from "zod";
import { formatCidr, formatIp, networkOf, parseIp, type Cidr } from "../../model/ip.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { whyNoPath } from "../bgp-peers.ts";
import { defineCheck, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { readGateways, type Gateway } from "../gateway.ts";
import { differsFlag, differsNumber, differsText, numberKey, onKey, vrfKey, wantedGot } from "../keys.ts";
import { addressesOf, interfacesTowards, readNode, readPrefix, requireDaemon } from "../place.ts";

const texts = z.union([z.string(), z.int(), z.array(z.union([z.string(), z.int()]))]);

const schema = z.strictObject({
  on: onKey,
  prefix: z.string().min(1).describe("The prefix, exactly"),
  af: z.enum(["ipv4", "ipv6"]).optional().describe("The address family; that of the prefix when not given"),
  peer: z.string().optional().describe("The neighbour it was learnt from: address, interface or node"),
  best: z.boolean().optional().describe("Whether it is the best path"),
  valid: z.boolean().optional().describe("Whether its next hop can be reached"),
  "next-hop": z.string().optional().describe("Its next hop: an address, a node or node:interface"),
  "as-path": texts.optional().describe('Its AS path: "65001 65002" or a list; "" for a path of this AS'),
  community: texts.optional().describe("Communities it carries, each of them; others do not matter"),
  "large-community": texts.optional().describe("Large communities it carries"),
  med: numberKey.optional().describe("Its multi-exit discriminator"),
  "local-pref": numberKey.optional().describe("Its local preference"),
  weight: numberKey.optional().describe("Its weight on this router"),
  origin: z.enum(["IGP", "EGP", "incomplete"]).optional().describe("Its origin"),
  paths: numberKey.optional().describe("How many paths there are for the prefix"),
  vrf: vrfKey,
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "prefix" | "peer" | "next-hop"> {
  readonly prefix: Cidr;
  readonly peer:
    { readonly text: string; readonly names: readonly string[]; readonly hostname: string | undefined } | undefined;
  readonly nextHop: Gateway | undefined;
}

interface Path {
  readonly aspath?: { readonly string?: string };
  readonly origin?: string;
  readonly metric?: number;
  readonly locPrf?: number;
  readonly weight?: number;
  readonly valid?: boolean;
  readonly bestpath?: { readonly overall?: boolean };
  readonly community?: { readonly list?: readonly string[] };
  readonly largeCommunity?: { readonly list?: readonly string[] };
  readonly nexthops?: readonly { readonly ip?: string; readonly used?: boolean }[];
  readonly peer?: {
    readonly peerId?: string;
    readonly hostname?: string;
    readonly interface?: string;
    readonly routerId?: string;
  };
}

export default defineCheck({
  name: "bgp-route",
  summary: "BGP knows a path for a prefix, with these attributes",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    const prefix = readPrefix(written.prefix, ["prefix"], context);
    const nextHop = readGateways(written["next-hop"], ["next-hop"], context);
    if (!node || !prefix || !nextHop || !requireDaemon(node, "bgpd", ["on"], context)) return undefined;
    const { peer: text } = written;
    const spec = { ...written, prefix: networkOf(prefix), nextHop: nextHop[0] };
    if (text === undefined) return { ...spec, peer: undefined };
    const ip = parseIp(text);
    if (ip) return { ...spec, peer: { text, names: [formatIp(ip)], hostname: undefined } };
    if (!context.lab.graph.hasNode(text)) return { ...spec, peer: { text, names: [text], hostname: undefined } };
    const far = context.lab.graph.getNodeAttributes(text);
    const names = [...interfacesTowards(context.lab, node, far), ...addressesOf(far).map(({ cidr }) => formatIp(cidr))];
    return { ...spec, peer: { text, names, hostname: far.hostname } };
  },
  label: (spec) => `${spec.on}: BGP knows ${formatCidr(spec.prefix)}${wishes(spec)}`,
  question: (spec) => typedVtysh(spec.on, bgpCommand(spec)),
  async ask(spec, { facts }): Promise<Finding> {
    const prefix = formatCidr(spec.prefix);
    const shown = (await facts.showJson(spec.on, "bgpd", `${bgpCommand(spec)} json`)) as {
      readonly paths?: readonly Path[];
    };
    const paths = shown.paths ?? [];
    const finding = judgeClosest({
      candidates: paths,
      differs: (path) => differences(spec, path),
      describe,
      none: { saw: `no path to ${prefix}`, differs: [wantedGot("path", prefix, "none")] },
    });
    const differs = [
      ...finding.differs,
      ...(paths.length === 0 ? [] : differsNumber("paths", spec.paths, paths.length)),
    ];
    return { ...finding, differs, outcome: differs.length === 0 ? "pass" : "fail" };
  },
  async explain(spec, context) {
    const prefix = formatCidr(spec.prefix);
    const shown = (await context.facts.showJson(spec.on, "bgpd", `${bgpCommand(spec)} json`)) as {
      readonly paths?: readonly Path[];
    };
    return (shown.paths?.length ?? 0) > 0 ? [] : whyNoPath(spec.on, bgpCommand(spec), prefix, spec.vrf, context);
  },
});

function bgpCommand({ prefix, af, vrf }: Spec): string {
  const family = af ?? (prefix.family === 4 ? "ipv4" : "ipv6");
  return `show bgp${vrf === undefined ? "" : ` vrf ${vrf}`} ${family} unicast ${formatCidr(prefix)}`;
}

function differences(spec: Spec, path: Path): string[] {
  const nextHop = nextHopOf(path);
  const parsed = parseIp(nextHop ?? "");
  const isNextHop =
    parsed !== undefined && spec.nextHop?.ips.some((ip) => ip.family === parsed.family && ip.value === parsed.value);
  const asPath = spec["as-path"];
  return [
    ...(spec.peer === undefined || isFrom(spec.peer, path) ? [] : [wantedGot("peer", spec.peer.text, peerOf(path))]),
    ...differsFlag("best", spec.best, path.bestpath?.overall === true),
    ...differsFlag("valid", spec.valid, path.valid === true),
    ...(spec.nextHop === undefined || isNextHop === true
      ? []
      : [wantedGot("next-hop", spec.nextHop.text, nextHop ?? "none")]),
    ...(asPath === undefined ? [] : differsText("as-path", wordsOf(asPath).join(" "), asPathOf(path))),
    ...differsList("community", spec.community, path.community?.list ?? []),
    ...differsList("large-community", spec["large-community"], path.largeCommunity?.list ?? []),
    ...differsNumber("med", spec.med, path.metric),
    ...differsNumber("local-pref", spec["local-pref"], path.locPrf),
    ...differsNumber("weight", spec.weight, path.weight ?? 0),
    ...differsText("origin", spec.origin, path.origin),
  ];
}

function isFrom(peer: NonNullable<Spec["peer"]>, path: Path): boolean {
  const { peerId, interface: ifname, hostname } = path.peer ?? {};
  if (peer.hostname !== undefined && hostname === peer.hostname) return true;
  return (peerId !== undefined && peer.names.includes(peerId)) || (ifname !== undefined && peer.names.includes(ifname));
}

/** FRR names the peer of a route of its own `(unspec)` or `::`. */
function peerOf(path: Path): string {
  const { peerId, hostname, interface: ifname } = path.peer ?? {};
  return ifname ?? (hostname === undefined ? (peerId ?? "itself") : `${hostname} (${peerId})`);
}

function nextHopOf(path: Path): string | undefined {
  return (path.nexthops?.find(({ used }) => used === true) ?? path.nexthops?.[0])?.ip;
}

/** FRR calls the empty path "Local". */
function asPathOf(path: Path): string {
  const text = path.aspath?.string ?? "";
  return text === "Local" ? "" : text;
}

function differsList(what: string, wanted: Written["community"], got: readonly string[]): string[] {
  if (wanted === undefined) return [];
  const missing = wordsOf(wanted).filter((word) => !got.includes(word));
  return missing.map((word) => wantedGot(what, word, got.join(" ") || "none"));
}

function wordsOf(written: NonNullable<Written["community"]>): string[] {
  const list = Array.isArray(written) ? written : String(written).split(/\s+/);
  return list.map(String).filter((word) => word !== "");
}

function describe(path: Path): string {
  const parts = [
    path.bestpath?.overall === true ? "best" : "not best",
    path.valid === true ? [] : "not valid",
    `from ${peerOf(path)}`,
    `next hop ${nextHopOf(path) ?? "none"}`,
    `AS path ${asPathOf(path) || "empty"}`,
    path.metric === undefined ? [] : `MED ${path.metric}`,
    path.locPrf === undefined ? [] : `local-pref ${path.locPrf}`,
    path.community?.list ? `community ${path.community.list.join(" ")}` : [],
    path.origin ?? [],
  ];
  return parts.flat().join(", ");
}

function wishes(spec: Spec): string {
  const words: readonly (readonly [string, unknown])[] = [
    ["from", spec.peer?.text],
    ["next hop", spec.nextHop?.text],
    ["AS path", spec["as-path"] === undefined ? undefined : wordsOf(spec["as-path"]).join(" ") || "empty"],
    ["community", spec.community === undefined ? undefined : wordsOf(spec.community).join(" ")],
    ["large community", spec["large-community"] === undefined ? undefined : wordsOf(spec["large-community"]).join(" ")],
    ["MED", spec.med],
    ["local-pref", spec["local-pref"]],
    ["weight", spec.weight],
    ["origin", spec.origin],
    ["paths", spec.paths],
  ];
  const flags = [
    spec.best === undefined ? "" : spec.best ? ", best" : ", not best",
    spec.valid === undefined ? "" : spec.valid ? ", valid" : ", not valid",
  ];
  return (
    words.map(([word, value]) => (value === undefined ? "" : ` ${word} ${String(value)}`)).join("") + flags.join("")
  );
}
