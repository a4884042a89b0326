// Knows: a route in FRR's own table, whether or not it won.
// Refuses to know: the kernel's table (route).

import { z } from "zod";
import { formatCidr, networkOf, parseIp, type Cidr } from "../../model/ip.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { readGateways, type Gateway } from "../gateway.ts";
import {
  count,
  differsFlag,
  differsNumber,
  differsText,
  numberKey,
  oneOfKey,
  onKey,
  vrfKey,
  wantedGot,
} from "../keys.ts";
import { readNode, readPrefix, requireDaemon } from "../place.ts";
import { whyNotLearnt } from "../why-not-learnt.ts";

const schema = z.strictObject({
  on: onKey,
  prefix: z.string().min(1).describe("The prefix, exactly"),
  protocol: z.string().optional().describe("FRR's name of the protocol: bgp, ospf, static, connected, isis, rip …"),
  selected: z.boolean().optional().describe("Whether it is the one that FRR uses"),
  installed: z.boolean().optional().describe("Whether it is in the kernel"),
  distance: numberKey.optional().describe("Its administrative distance"),
  metric: numberKey.optional().describe("Its metric"),
  via: oneOfKey
    .optional()
    .describe("The gateway: an address, a node or node:interface; a list: each must be a next hop"),
  dev: oneOfKey.optional().describe("The interface it leaves by; a list: each must be a next hop's"),
  nexthops: numberKey.optional().describe("How many active next hops it has"),
  vrf: vrfKey,
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "prefix" | "via" | "dev"> {
  readonly prefix: Cidr;
  readonly via: readonly Gateway[];
  readonly dev: readonly string[];
}

interface Hop {
  readonly ip?: string;
  readonly interfaceName?: string;
  readonly active?: boolean;
  /** Set on the route a recursive next hop was resolved to; it is the same way once more. */
  readonly resolver?: boolean;
  readonly directlyConnected?: boolean;
}

interface Entry {
  readonly protocol?: string;
  readonly selected?: boolean;
  readonly installed?: boolean;
  readonly distance?: number;
  readonly metric?: number;
  readonly nexthops?: readonly Hop[];
}

export default defineCheck({
  name: "rib",
  summary: "FRR's routing table has a route",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    const prefix = readPrefix(written.prefix, ["prefix"], context);
    const via = readGateways(written.via, ["via"], context);
    if (!node || !prefix || !via || !requireDaemon(node, "zebra", ["on"], context)) return undefined;
    const dev = written.dev === undefined ? [] : typeof written.dev === "string" ? [written.dev] : written.dev;
    return { ...written, prefix: networkOf(prefix), via, dev };
  },
  label: (spec) => `${spec.on}'s FRR has ${formatCidr(spec.prefix)}${wishes(spec)}`,
  question: (spec) => typedVtysh(spec.on, ribCommand(spec)),
  async ask(spec, { facts }): Promise<Finding> {
    const prefix = formatCidr(spec.prefix);
    const table = (await facts.showJson(spec.on, "zebra", `${ribCommand(spec)} json`)) as Readonly<
      Record<string, readonly Entry[]>
    >;
    return judgeClosest({
      candidates: table[prefix] ?? [],
      differs: (entry) => differences(spec, entry),
      describe,
      none: { saw: `FRR does not know ${prefix}`, differs: [wantedGot("route", prefix, "none")] },
    });
  },
  async explain(spec, context) {
    const known = await context.facts.showJson(spec.on, "zebra", `${ribCommand(spec)} json`);
    const isKnown = formatCidr(spec.prefix) in (known as object);
    return isKnown ? [] : whyNotLearnt(spec.on, spec.prefix, spec.protocol, spec.vrf, context);
  },
});

function ribCommand({ prefix, vrf }: Spec): string {
  return `show ${prefix.family === 4 ? "ip" : "ipv6"} route${vrf === undefined ? "" : ` vrf ${vrf}`} ${formatCidr(prefix)}`;
}

function differences(spec: Spec, entry: Entry): string[] {
  const live = hopsOf(entry);
  const got = live.map(wayOf).join(", ") || "none";
  const has = (via: Gateway): boolean =>
    live.some(({ ip }) => {
      const parsed = parseIp(ip ?? "");
      return (
        parsed !== undefined &&
        via.ips.some((wanted) => wanted.family === parsed.family && wanted.value === parsed.value)
      );
    });
  return [
    ...differsText("protocol", spec.protocol, entry.protocol),
    ...differsFlag("selected", spec.selected, entry.selected === true),
    ...differsFlag("installed", spec.installed, entry.installed === true),
    ...differsNumber("distance", spec.distance, entry.distance),
    ...differsNumber("metric", spec.metric, entry.metric),
    ...spec.via.filter((via) => !has(via)).map((via) => wantedGot("via", via.text, got)),
    ...spec.dev
      .filter((dev) => !live.some((hop) => hop.interfaceName === dev))
      .map((dev) => wantedGot("dev", dev, got)),
    ...differsNumber("nexthops", spec.nexthops, live.length),
  ];
}

/** The ways that work. A recursive next hop is followed by what it was resolved to: that one is the way. */
function hopsOf(entry: Entry): readonly Hop[] {
  const active = (entry.nexthops ?? []).filter((hop) => hop.active === true);
  const resolved = active.filter((hop) => hop.resolver === true);
  return resolved.length > 0 ? resolved : active;
}

function wayOf({ ip, interfaceName }: Hop): string {
  return [
    ip === undefined ? "directly connected" : `via ${ip}`,
    interfaceName === undefined ? "" : ` dev ${interfaceName}`,
  ].join("");
}

function describe(entry: Entry): string {
  const flags = [
    entry.selected === true ? "selected" : "not selected",
    entry.installed === true ? "installed" : "not installed",
  ];
  const hops = hopsOf(entry).map(wayOf).join(", ") || "no live next hop";
  return `${entry.protocol} [${entry.distance}/${entry.metric}] ${hops}, ${flags.join(", ")}`;
}

function wishes(spec: Spec): string {
  return [
    spec.vrf === undefined ? "" : ` in vrf ${spec.vrf}`,
    spec.protocol === undefined ? "" : ` from ${spec.protocol}`,
    spec.via.length === 0 ? "" : ` via ${spec.via.map(({ text }) => text).join(", ")}`,
    spec.dev.length === 0 ? "" : ` dev ${spec.dev.join(", ")}`,
    spec.distance === undefined ? "" : ` distance ${spec.distance}`,
    spec.metric === undefined ? "" : ` metric ${spec.metric}`,
    spec.nexthops === undefined
      ? ""
      : typeof spec.nexthops === "number"
        ? ` with ${count(spec.nexthops, "next hop")}`
        : ` with ${spec.nexthops} next hops`,
    spec.selected === undefined ? "" : spec.selected ? ", selected" : ", not selected",
    spec.installed === undefined ? "" : spec.installed ? ", installed" : ", not installed",
  ].join("");
}
