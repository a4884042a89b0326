// Knows: a route in the kernel's table: who made it and where it leads.
// Refuses to know: FRR's own table (rib), and what the kernel would choose for a packet (lookup).

import { z } from "zod";
import { formatCidr, networkOf, parseCidr, parseIp, type Cidr } from "../../model/ip.ts";
import type { KernelNexthop, KernelRoute } from "../../observe/facts.ts";
import { isProtocol, protocolNameOf, protocolNames } from "../../observe/route-protocol.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { didYouMean } from "../../base/suggest.ts";
import { defineCheck, type Finding } from "../check.ts";
import { count, differsNumber, differsText, numberKey, oneOfKey, onKey, vrfKey, wantedGot } from "../keys.ts";
import { readGateways, type Gateway } from "../gateway.ts";
import { readNode, readPrefix, warnUnknownInterface } from "../place.ts";
import { whyNoRoute } from "../why-no-route.ts";

const schema = z.strictObject({
  on: onKey,
  prefix: z.string().min(1).describe("The prefix, exactly: 10.0.0.0/8, default (0.0.0.0/0), or an address (/32, /128)"),
  protocol: z
    .union([z.string(), z.int()])
    .optional()
    .describe("Who made it: kernel, static, bgp, ospf, isis, rip … or the kernel's number"),
  via: oneOfKey
    .optional()
    .describe("The gateway: an address, a node or node:interface; a list: each must be a next hop"),
  dev: oneOfKey.optional().describe("The interface it leaves by; a list: each must be a next hop's"),
  src: z.string().optional().describe("The source address it prefers"),
  metric: numberKey.optional().describe("Its metric"),
  nexthops: numberKey.optional().describe("How many live next hops it has, exactly"),
  type: z.enum(["unicast", "blackhole", "unreachable", "prohibit"]).optional().describe("What becomes of packets"),
  vrf: vrfKey,
  table: z.union([z.string(), z.int()]).optional().describe("The routing table; main when not given"),
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "prefix" | "protocol" | "via" | "dev" | "table"> {
  readonly prefix: Cidr;
  readonly protocol: string | undefined;
  readonly via: readonly Gateway[];
  readonly dev: readonly string[];
  readonly table: string | undefined;
}

/** RTN_* of linux/rtnetlink.h, as `ip -N` prints them. */
const routeTypes: Readonly<Record<string, string>> = { 1: "unicast", 6: "blackhole", 7: "unreachable", 8: "prohibit" };

export default defineCheck({
  name: "route",
  summary: "The kernel's routing table has a route",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    const prefix = readPrefix(written.prefix, ["prefix"], context);
    const via = readGateways(written.via, ["via"], context);
    if (!node || !prefix || !via) return undefined;
    const protocol = written.protocol === undefined ? undefined : String(written.protocol);
    if (protocol !== undefined && !/^\d+$/.test(protocol) && !protocolNames.includes(protocol)) {
      const message = `no routing protocol is called "${protocol}"${didYouMean(protocol, protocolNames)}`;
      context.sink.error("tests/protocol", context.step.spanOf(["protocol"]), message, {
        hint: `one of: ${protocolNames.join(", ")}, or a number`,
      });
      return undefined;
    }
    const dev = listOf(written.dev);
    dev.forEach((name, i) =>
      warnUnknownInterface(node, name, typeof written.dev === "string" ? ["dev"] : ["dev", i], context),
    );
    const table = written.table === undefined ? undefined : String(written.table);
    return { ...written, prefix: networkOf(prefix), protocol, via, dev, table };
  },
  label: (spec) => `${spec.on} has ${prefixText(spec.prefix)}${wishes(spec)}`,
  question: (spec) => {
    const where = spec.vrf === undefined ? (spec.table === undefined ? [] : ["table", spec.table]) : ["vrf", spec.vrf];
    return typedExec(spec.on, [
      "ip",
      ...(spec.prefix.family === 6 ? ["-6"] : []),
      "route",
      "show",
      spec.prefix.length > 0 ? formatCidr(spec.prefix) : "default",
      ...where,
    ]);
  },
  async ask(spec, { facts }): Promise<Finding> {
    const { vrf, table } = spec;
    const routes = await facts.routes(spec.on, {
      family: spec.prefix.family,
      ...(vrf === undefined ? {} : { vrf }),
      ...(table === undefined ? {} : { table }),
    });
    return judge(spec, routes);
  },
  explain: (spec, context) =>
    spec.table === undefined ? whyNoRoute(spec.on, spec.prefix, spec, context) : Promise.resolve([]),
});

function judge(spec: Spec, routes: readonly KernelRoute[]): Finding {
  const candidates = routes
    .filter((route) => isTo(route, spec.prefix))
    .map((route) => ({ route, differs: differences(spec, route) }))
    .toSorted((a, b) => a.differs.length - b.differs.length);
  const best = candidates[0];
  if (!best) {
    const saw = spec.prefix.length > 0 ? `no route to ${prefixText(spec.prefix)}` : "no default route";
    const near = routes.map(describeRoute).join("\n");
    return {
      outcome: "fail",
      saw,
      differs: [wantedGot("route", prefixText(spec.prefix), "none")],
      answer: near || "(the table is empty)",
    };
  }
  const outcome = best.differs.length === 0 ? "pass" : "fail";
  const answer = candidates.map(({ route }) => describeRoute(route)).join("\n");
  return { outcome, saw: describeRoute(best.route), differs: best.differs, answer };
}

function differences(spec: Spec, route: KernelRoute): string[] {
  const hops = nexthopsOf(route);
  const live = hops.filter(({ flags }) => !flags?.includes("dead"));
  const type = routeTypes[route.type ?? "1"] ?? route.type;
  const said = (hop: KernelNexthop): string => `${gatewayOf(hop) ?? "directly connected"} dev ${hop.dev ?? "none"}`;
  const got = live.map(said).join(", ") || "none";
  const paired = spec.via.length === 1 && spec.dev.length === 1;
  const differs: string[] = [];
  if (paired) {
    const [via, dev] = [spec.via[0], spec.dev[0]];
    if (!live.some((hop) => isVia(hop, via) && hop.dev === dev))
      differs.push(wantedGot("next hop", `${via?.text} dev ${dev}`, got));
  } else {
    for (const via of spec.via) if (!live.some((hop) => isVia(hop, via))) differs.push(wantedGot("via", via.text, got));
    for (const dev of spec.dev) if (!live.some((hop) => hop.dev === dev)) differs.push(wantedGot("dev", dev, got));
  }
  if (spec.protocol !== undefined && !isProtocol(spec.protocol, route.protocol)) {
    differs.push(wantedGot("protocol", spec.protocol, protocolNameOf(route.protocol)));
  }
  return [
    ...differs,
    ...differsText("src", spec.src, route.prefsrc),
    ...differsNumber("metric", spec.metric, route.metric ?? 0),
    ...differsNumber("nexthops", spec.nexthops, live.length),
    ...differsText("type", spec.type, type),
  ];
}

function isTo(route: KernelRoute, prefix: Cidr): boolean {
  const dst = parseCidr(route.dst === "default" ? (prefix.family === 4 ? "0.0.0.0/0" : "::/0") : route.dst);
  return (
    dst !== undefined && dst.family === prefix.family && dst.length === prefix.length && dst.value === prefix.value
  );
}

function nexthopsOf(route: KernelRoute): readonly KernelNexthop[] {
  return route.nexthops ?? (route.dev === undefined ? [] : [route]);
}

function gatewayOf(hop: KernelNexthop): string | undefined {
  return hop.gateway ?? hop.via?.host;
}

function isVia(hop: KernelNexthop, via: Gateway | undefined): boolean {
  const ip = parseIp(gatewayOf(hop) ?? "");
  return (
    ip !== undefined && (via?.ips.some((wanted) => wanted.family === ip.family && wanted.value === ip.value) ?? false)
  );
}

/** The route as iproute2 would print it, with the protocol's name, and without what nobody compares. */
function describeRoute(route: KernelRoute): string {
  const type = route.type === undefined || route.type === "1" ? [] : [routeTypes[route.type] ?? `type ${route.type}`];
  const hops = nexthopsOf(route).map((hop) => {
    const gateway = gatewayOf(hop);
    const state = hop.flags?.filter((flag) => flag === "dead" || flag === "linkdown") ?? [];
    return [gateway === undefined ? [] : ["via", gateway], hop.dev === undefined ? [] : ["dev", hop.dev], state]
      .flat()
      .join(" ");
  });
  const src = route.prefsrc === undefined ? [] : ["src", route.prefsrc];
  const metric = route.metric === undefined ? [] : ["metric", String(route.metric)];
  const way = hops.length > 1 ? [`${count(hops.length, "next hop")}: ${hops.join(" | ")}`] : hops;
  return [...type, route.dst, ...way, "proto", protocolNameOf(route.protocol), ...src, ...metric].join(" ");
}

function prefixText(prefix: Cidr): string {
  return prefix.length > 0 ? formatCidr(prefix) : prefix.family === 4 ? "a default route" : "an IPv6 default route";
}

function wishes(spec: Spec): string {
  const parts = [
    spec.via.length === 0 ? [] : [`via ${spec.via.map(({ text }) => text).join(", ")}`],
    spec.dev.length === 0 ? [] : [`dev ${spec.dev.join(", ")}`],
    spec.protocol === undefined ? [] : [`proto ${spec.protocol}`],
    spec.type === undefined ? [] : [spec.type],
    spec.src === undefined ? [] : [`src ${spec.src}`],
    spec.metric === undefined ? [] : [`metric ${spec.metric}`],
    spec.nexthops === undefined
      ? []
      : [`with ${typeof spec.nexthops === "number" ? count(spec.nexthops, "next hop") : `${spec.nexthops} next hops`}`],
    spec.vrf === undefined ? [] : [`in vrf ${spec.vrf}`],
    spec.table === undefined ? [] : [`in table ${spec.table}`],
  ];
  return parts
    .flat()
    .map((part) => ` ${part}`)
    .join("");
}

function listOf(written: string | readonly string[] | undefined): readonly string[] {
  return written === undefined ? [] : typeof written === "string" ? [written] : written;
}
