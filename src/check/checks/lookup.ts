// Knows: what the kernel would do with one packet: `ip route get`.
// Refuses to know: why (route shows the table, and rules are the kernel's business).

import { z } from "zod";
import { parseIp, type Ip } from "../../model/ip.ts";
import { CouldNotAsk } from "../../observe/facts.ts";
import { gatewayOf, parseRouteLookup, type RouteLookup } from "../../observe/route-lookup.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { readGateways, type Gateway } from "../gateway.ts";
import { differsText, onKey, vrfKey, wantedGot } from "../keys.ts";
import { readNode, readTarget, warnUnknownInterface, type Target } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  to: z.string().min(1).describe("The packet's destination: an address, a node or node:interface"),
  source: z.string().optional().describe("The packet's source address"),
  iif: z.string().optional().describe("The interface it came in by; needs `source`"),
  mark: z.union([z.int(), z.string()]).optional().describe("Its firewall mark"),
  vrf: vrfKey,
  via: z.string().optional().describe("The gateway it goes to: an address, a node or node:interface"),
  dev: z.string().optional().describe("The interface it leaves by"),
  src: z.string().optional().describe("The source address the kernel would choose"),
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "to" | "source" | "via"> {
  readonly to: Target;
  readonly source: string | undefined;
  readonly via: Gateway | undefined;
}

/** What the kernel says instead of a route (ip-route(8): blackhole is EINVAL, unreachable EHOSTUNREACH, prohibit EACCES). */
const refusals: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/Network is unreachable/, "no route"],
  [/No route to host/, "an unreachable route"],
  [/Invalid argument/, "a blackhole route"],
  [/Permission denied/, "a prohibit route"],
];

export default defineCheck({
  name: "lookup",
  summary: "The kernel would send a packet this way",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    const source = written.source === undefined ? undefined : readTarget(written.source, ["source"], context);
    const family = source?.family;
    const to = readTarget(written.to, ["to"], context, node ? { near: node, family } : { family });
    const via = readGateways(written.via, ["via"], context);
    if (!node || !to || !via || (written.source !== undefined && !source)) return undefined;
    for (const key of ["iif", "dev"] as const) {
      const name = written[key];
      if (name !== undefined) warnUnknownInterface(node, name, [key], context);
    }
    return { ...written, to, source: source?.ip, via: via[0] };
  },
  label: (spec) => `${spec.on} sends to ${spec.to.text}${wishes(spec)}`,
  question: (spec) => typedExec(spec.on, lookupArgv(spec, [])),
  async ask(spec, { facts }): Promise<Finding> {
    const result = await facts.exec(spec.on, lookupArgv(spec, ["-j"]));
    if (result.code === 0) return judge(spec, parseRouteLookup(result.stdout));
    const refused = refusals.find(([pattern]) => pattern.test(result.stderr))?.[1];
    if (refused === undefined)
      throw new CouldNotAsk(typedExec(spec.on, lookupArgv(spec, [])), result.stderr.trim() || "no answer");
    return { outcome: "fail", saw: refused, differs: [wantedGot("route", "one", refused)] };
  },
});

function lookupArgv({ to, source, iif, mark, vrf }: Spec, flags: readonly string[]): string[] {
  return [
    ...["ip", ...flags, `-${to.family}`, "route", "get", to.ip],
    ...(source === undefined ? [] : ["from", source]),
    ...(iif === undefined ? [] : ["iif", iif]),
    ...(mark === undefined ? [] : ["mark", String(mark)]),
    ...(vrf === undefined ? [] : ["vrf", vrf]),
  ];
}

function judge(spec: Spec, found: RouteLookup): Finding {
  const gateway = gatewayOf(found);
  const isVia = (ip: Ip | undefined): boolean =>
    ip !== undefined &&
    (spec.via?.ips.some((wanted) => wanted.family === ip.family && wanted.value === ip.value) ?? true);
  const direct = gateway === undefined ? "directly connected" : gateway;
  const differs = [
    ...(spec.via === undefined || isVia(parseIp(gateway ?? "")) ? [] : [wantedGot("via", spec.via.text, direct)]),
    ...differsText("dev", spec.dev, found.dev),
    ...differsText("src", spec.src, found.prefsrc),
  ];
  const parts = [
    gateway === undefined ? [] : ["via", gateway],
    ["dev", found.dev ?? "none"],
    found.prefsrc ? ["src", found.prefsrc] : [],
  ];
  return { outcome: differs.length === 0 ? "pass" : "fail", saw: parts.flat().join(" "), differs };
}

function wishes(spec: Spec): string {
  return [
    spec.source === undefined ? "" : ` from ${spec.source}`,
    spec.mark === undefined ? "" : ` marked ${spec.mark}`,
    spec.vrf === undefined ? "" : ` in vrf ${spec.vrf}`,
    spec.via === undefined ? "" : ` via ${spec.via.text}`,
    spec.dev === undefined ? "" : ` dev ${spec.dev}`,
    spec.src === undefined ? "" : ` with source ${spec.src}`,
  ].join("");
}
