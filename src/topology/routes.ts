// Knows: static routes in both forms, and whether their gateways can be reached.
// Refuses to know: routes that daemons make.

import { didYouMean } from "../base/suggest.ts";
import type { Span } from "../base/span.ts";
import {
  contains,
  formatCidr,
  formatIp,
  networkOf,
  parseCidr,
  parseIp,
  sameIp,
  type Cidr,
  type Ip,
} from "../model/ip.ts";
import type { Interface, Route } from "../model/lab.ts";
import type { IfName } from "../model/names.ts";
import type { DraftNode } from "./draft.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { findTable, findVrf, isIn } from "./route-tables.ts";
import type { WrittenRoute } from "./schema-routing.ts";

/** A route in either form, still text. */
interface RouteText {
  readonly to: string;
  readonly via: string | undefined;
  readonly dev: string | undefined;
  readonly metric: number | undefined;
  readonly type: Route["type"];
  readonly vrf: string | undefined;
  readonly table: string | undefined;
  readonly spanOf: (key: "to" | "via" | "dev" | "vrf" | "table") => Span;
  readonly at: Span;
}

/** A default route that an interface of a switch asks for. */
export interface Gateway {
  readonly via: string;
  readonly dev: string;
  readonly vrf: string | undefined;
  readonly at: Span;
}

const types = ["unicast", "blackhole", "unreachable", "prohibit"] as const satisfies readonly Route["type"][];
const routeWords = ["via", "dev", "metric", "vrf", "table"];

/** Routes of the less specific levels come first, then those that stand under a VRF. */
export function routesOf(
  node: DraftNode,
  interfaces: readonly Interface[],
  gateways: readonly Gateway[],
  loading: Loading,
): readonly Route[] {
  const read = (routes: readonly WrittenRoute[], path: Path, vrf: string | undefined): readonly Route[] =>
    routes.flatMap((written, i) => {
      const text = readRoute(written, [...path, i], loading);
      return (text && resolveRoute(vrf === undefined ? text : { ...text, vrf }, node, interfaces, loading)) ?? [];
    });
  const asRoute = ({ via, dev, vrf, at }: Gateway): RouteText => {
    return { to: "default", via, dev, metric: undefined, type: "unicast", vrf, table: undefined, spanOf: () => at, at };
  };
  return [
    ...gateways.flatMap((gateway) => resolveRoute(asRoute(gateway), node, interfaces, loading) ?? []),
    ...node.settings.all("routes").flatMap(({ value, path }) => read(value, path, undefined)),
    ...[...node.settings.entries("vrfs")].flatMap(([vrf, { value, path }]) =>
      read(value.routes ?? [], [...path, "routes"], vrf),
    ),
  ];
}

function readRoute(written: WrittenRoute, path: Path, { source, sink }: Loading): RouteText | undefined {
  const at = source.spanOf(path);
  if (typeof written !== "string") {
    const { to, via, dev, metric, type = "unicast", vrf, table } = written;
    const spanOf: RouteText["spanOf"] = (key) => source.spanOf([...path, key]);
    return { to, via, dev, metric, type, vrf, table: table === undefined ? undefined : String(table), at, spanOf };
  }
  const all = written.trim().split(/\s+/);
  const type = types.find((word) => word === all[0]);
  const [to = "", ...words] = type === undefined ? all : all.slice(1);
  const found = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) {
    const [key = "", value] = [words[i], words[i + 1]];
    if (!routeWords.includes(key) || value === undefined) {
      const message =
        value === undefined ? `nothing follows "${key}"` : `a route has no "${key}"${didYouMean(key, routeWords)}`;
      sink.error("addresses/route", at, message, { hint: "for example: 10.0.0.0/8 via 10.0.0.1 dev eth1 metric 5" });
      return undefined;
    }
    found.set(key, value);
  }
  const metric = found.get("metric");
  if (metric !== undefined && !(/^\d{1,10}$/.test(metric) && Number(metric) <= 0xffffffff)) {
    sink.error("addresses/route", at, `"${metric}" is not a metric: a whole number from 0 to 4294967295`);
    return undefined;
  }
  return {
    to,
    via: found.get("via"),
    dev: found.get("dev"),
    metric: metric === undefined ? undefined : Number(metric),
    type: type ?? "unicast",
    vrf: found.get("vrf"),
    table: found.get("table"),
    at,
    spanOf: () => at,
  };
}

function resolveRoute(
  text: RouteText,
  node: DraftNode,
  interfaces: readonly Interface[],
  loading: Loading,
): Route | undefined {
  const { sink } = loading;
  const via = text.via === undefined ? undefined : parseIp(text.via);
  if (text.via !== undefined && !via) {
    sink.error("addresses/syntax", text.spanOf("via"), `"${text.via}" is not an address`, {
      hint: "the address of the next router, without a prefix length",
    });
    return undefined;
  }
  const to = text.to === "default" ? defaultRoute(via?.family ?? 4) : parseCidr(text.to);
  if (!to) {
    sink.error("addresses/syntax", text.spanOf("to"), `"${text.to}" is not a prefix`, {
      hint: "a prefix like 10.0.0.0/8, an address, or default",
    });
    return undefined;
  }
  const network = networkOf(to);
  if (!sameIp(network, to)) {
    sink.error("addresses/host-bits", text.spanOf("to"), `${text.to} is an address inside a network, not the network`, {
      hint: `the network is ${formatCidr(network)}`,
    });
    return undefined;
  }
  if (via && via.family < to.family) {
    sink.error("addresses/family", text.spanOf("via"), `an IPv6 route cannot go through the IPv4 address ${text.via}`);
    return undefined;
  }
  const dev = interfaces.find((iface) => iface.name === text.dev);
  if (text.dev !== undefined && !dev) {
    const names = interfaces.map((iface) => iface.name);
    sink.error(
      "addresses/unknown-interface",
      text.spanOf("dev"),
      `"${node.name}" has no interface "${text.dev}"${didYouMean(text.dev, names)}`,
      { hint: `its interfaces: ${names.join(", ")}` },
    );
    return undefined;
  }
  const place = placeOf(text, node, interfaces, loading);
  if (!place) return undefined;
  const route = { to, via, dev: dev?.name, metric: text.metric, type: text.type, ...place, at: text.at };
  if (text.type !== "unicast") {
    if (!via && !dev) return route;
    sink.error(
      "addresses/route",
      text.at,
      `a route of type ${text.type} sends nothing on: it has no \`via\` and no \`dev\``,
    );
    return undefined;
  }
  if (!via && !dev) {
    sink.error("addresses/route", text.at, `the route to ${text.to} goes nowhere`, {
      hint: "say `via` (a gateway), `dev` (an interface), or both",
    });
    return undefined;
  }
  const usable = dev ? [dev] : interfaces.filter((iface) => isIn(iface, place, interfaces));
  if (via) checkGateway(via, dev, text, node, usable, sink);
  return route;
}

/** The VRF or table the route is in; undefined after a report. */
function placeOf(
  text: RouteText,
  node: DraftNode,
  interfaces: readonly Interface[],
  loading: Loading,
): { readonly vrf: IfName | undefined; readonly table: number | undefined } | undefined {
  if (text.vrf !== undefined && text.table !== undefined) {
    const hint = "a VRF is a table: one of the two says it";
    loading.sink.error("addresses/route", text.spanOf("table"), "a route is in a VRF or in a table, not in both", {
      hint,
    });
    return undefined;
  }
  if (text.vrf !== undefined) {
    const vrf = findVrf(text.vrf, text.spanOf("vrf"), node, interfaces, loading);
    return vrf && { vrf: vrf.name, table: undefined };
  }
  if (text.table === undefined) return { vrf: undefined, table: undefined };
  const table = findTable(text.table, text.spanOf("table"), node, interfaces, loading);
  return table === undefined ? undefined : { vrf: undefined, table };
}

function defaultRoute(family: 4 | 6): Cidr {
  return { family, value: 0n, length: 0 };
}

// fe80::/10 (RFC 4291 2.5.6)
const isLinkLocal = (ip: Ip): boolean => ip.family === 6 && ip.value >> 118n === 0x3fan;

function checkGateway(
  via: Ip,
  dev: Interface | undefined,
  text: RouteText,
  node: DraftNode,
  usable: readonly Interface[],
  sink: Loading["sink"],
): void {
  const at = text.spanOf("via");
  const shown = formatIp(via);
  if (isLinkLocal(via)) {
    if (!dev) sink.error("addresses/route", at, `${shown} is link-local: the route needs \`dev\` as well`);
    return;
  }
  const connected = usable.flatMap((iface) => iface.addresses.map(({ cidr }) => ({ iface, cidr })));
  const own = connected.find(({ cidr }) => sameIp(cidr, via));
  if (own)
    sink.warn("addresses/own-gateway", at, `${shown} is an address of "${node.name}" itself, on ${own.iface.name}`);
  else if (!connected.some(({ cidr }) => contains(cidr, via))) {
    const nets = connected
      .filter(({ cidr, iface }) => iface.name !== "lo" && cidr.family === via.family)
      .map(({ cidr }) => formatCidr(networkOf(cidr)));
    sink.warn(
      "addresses/gateway",
      at,
      `${shown} is on no network that "${node.name}"${dev ? ` reaches through ${dev.name}` : " is connected to"}`,
      {
        hint:
          nets.length === 0
            ? `"${node.name}" has no IPv${via.family} address there`
            : `connected: ${[...new Set(nets)].join(", ")}`,
      },
    );
  }
}
