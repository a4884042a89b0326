// Knows: an OSPF adjacency as one router sees it, version 2 or 3.
// Refuses to know: the routes it leads to (rib, route).

import { z } from "zod";
import { formatIp, parseIp } from "../../model/ip.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineCheck, type AskContext, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { interfacesOnlyTo } from "../far-ends.ts";
import { differsText, onKey, vrfKey, wantedGot } from "../keys.ts";
import { whyNoAdjacency } from "../ospf-mismatch.ts";
import { addressesOf, readNode, requireDaemon, warnUnknownInterface } from "../place.ts";

/** RFC 2328, 10.1, in FRR's words. */
const state = z.enum(["Down", "Attempt", "Init", "2-Way", "ExStart", "Exchange", "Loading", "Full"]);

const schema = z.strictObject({
  on: onKey,
  neighbor: z.string().optional().describe("The neighbour: router id, address, or node; any when not given"),
  interface: z.string().optional().describe("The interface the neighbour is on"),
  state: z
    .union([state, z.array(state).min(1)])
    .optional()
    .describe("The adjacency's state, or a list of which any will do; Full by default"),
  role: z.enum(["DR", "Backup", "DROther"]).optional().describe("The neighbour's role on a LAN"),
  area: z.union([z.string(), z.int()]).optional().describe("The area of the interface: 0 or 0.0.0.0"),
  version: z
    .union([z.literal(2), z.literal(3)])
    .optional()
    .describe("3: OSPFv3 (ospf6d); 2 by default"),
  vrf: vrfKey,
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "state"> {
  readonly states: readonly string[];
  /** Router ids and addresses the neighbour may go by; undefined: any neighbour. */
  readonly ids: readonly string[] | undefined;
  /** The interfaces that lead to it and to nobody else, when it was named by its node: its router id may be any. */
  readonly towards: readonly string[];
  readonly peer: string | undefined;
}

/** A neighbour in the form both versions are brought to. */
interface Neighbor {
  readonly id: string;
  readonly state: string;
  readonly role: string;
  readonly address: string | undefined;
  readonly ifname: string;
}

export default defineCheck({
  name: "ospf",
  summary: "An OSPF adjacency is in a state",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node || !requireDaemon(node, daemonOf(written.version), ["on"], context)) return undefined;
    if (written.interface !== undefined) warnUnknownInterface(node, written.interface, ["interface"], context);
    const wanted = written.state ?? "Full";
    const spec = { ...written, states: typeof wanted === "string" ? [wanted] : wanted };
    const { neighbor } = written;
    if (neighbor === undefined) return { ...spec, ids: undefined, towards: [], peer: undefined };
    const ip = parseIp(neighbor);
    if (ip) return { ...spec, ids: [formatIp(ip)], towards: [], peer: undefined };
    const peer = readNode(neighbor, ["neighbor"], context);
    if (!peer) return undefined;
    const ids = [...addressesOf(peer).map(({ cidr }) => formatIp(cidr)), ...routerIdsOf(peer)];
    return { ...spec, ids, towards: interfacesOnlyTo(context.lab, node.name, peer.name), peer: peer.name };
  },
  label: (spec) => {
    const area = spec.area === undefined ? "" : ` in area ${spec.area}`;
    const where = spec.interface === undefined ? "" : ` on ${spec.interface}`;
    const who = spec.neighbor ?? "a neighbour";
    return `${spec.on}: OSPF with ${who}${where}${area} is ${spec.states.join(" or ")}${spec.role === undefined ? "" : `, ${spec.role}`}`;
  },
  question: (spec) => typedVtysh(spec.on, neighborCommand(spec)),
  async ask(spec, context): Promise<Finding> {
    const shown = await context.facts.showJson(spec.on, daemonOf(spec.version), `${neighborCommand(spec)} json`);
    const all = spec.version === 3 ? neighborsOf3(shown) : neighborsOf2(shown);
    const areas = spec.area === undefined ? undefined : await areasOf(spec, context);
    const candidates = all.filter((neighbor) => isWanted(spec, neighbor));
    return judgeClosest({
      candidates,
      differs: (neighbor) => [
        ...differsText("state", spec.states, neighbor.state),
        ...differsText("role", spec.role, neighbor.role),
        ...differsText("interface", spec.interface, neighbor.ifname),
        ...(areas === undefined ? [] : differsText("area", dotted(spec.area), areas.get(neighbor.ifname))),
      ],
      describe,
      none: {
        saw: all.length === 0 ? "no neighbours" : `no such neighbour; there are ${all.map(({ id }) => id).join(", ")}`,
        differs: [wantedGot("neighbor", spec.neighbor ?? "one", all.map(describe).join("; ") || "none")],
      },
    });
  },
  explain: (spec, context) =>
    spec.version === 3 ? Promise.resolve([]) : whyNoAdjacency(spec.on, spec.interface, spec.peer, context),
});

function daemonOf(version: number | undefined): string {
  return version === 3 ? "ospf6d" : "ospfd";
}

function neighborCommand({ version, vrf }: Spec): string {
  const where = vrf === undefined ? "" : ` vrf ${vrf}`;
  return version === 3 ? `show ipv6 ospf6${where} neighbor` : `show ip ospf${where} neighbor`;
}

interface Shown2 {
  readonly state?: string;
  readonly nbrState?: string;
  readonly role?: string;
  readonly address?: string;
  readonly ifaceAddress?: string;
  readonly ifaceName?: string;
}

/** `{neighbors: {ID: [{…}]}}`; with a VRF the whole stands below the VRF's name. */
function neighborsOf2(shown: unknown): Neighbor[] {
  const outer = shown as Readonly<Record<string, unknown>>;
  const inner = "neighbors" in outer ? outer : (Object.values(outer)[0] as typeof outer | undefined);
  const neighbors = (inner?.["neighbors"] ?? {}) as Readonly<Record<string, readonly Shown2[]>>;
  return Object.entries(neighbors).flatMap(([id, entries]) =>
    entries.map((entry) => {
      // "Full/DR"; `state` went away after FRR 8.
      const [name = "", role = ""] = (entry.nbrState ?? entry.state ?? "").split("/");
      const [ifname = ""] = (entry.ifaceName ?? "").split(":");
      return { id, state: name, role: entry.role ?? role, address: entry.ifaceAddress ?? entry.address, ifname };
    }),
  );
}

interface Shown3 {
  readonly neighborId?: string;
  readonly state?: string;
  readonly ifState?: string;
  readonly interfaceName?: string;
}

function neighborsOf3(shown: unknown): Neighbor[] {
  const { neighbors = [] } = shown as { readonly neighbors?: readonly Shown3[] };
  return neighbors.map(({ neighborId = "", state: name = "", ifState = "", interfaceName = "" }) => ({
    id: neighborId,
    // ospf6d writes "Twoway" where ospfd writes "2-Way".
    state: name === "Twoway" ? "2-Way" : name,
    role: ifState,
    address: undefined,
    ifname: interfaceName,
  }));
}

function isWanted(spec: Spec, { id, address, ifname }: Neighbor): boolean {
  if (spec.ids === undefined) return spec.interface === undefined || spec.interface === ifname;
  return (
    spec.ids.includes(id) || (address !== undefined && spec.ids.includes(address)) || spec.towards.includes(ifname)
  );
}

/** `ospf router-id A` in the configuration. */
function routerIdsOf(node: {
  readonly kind: string;
  readonly frr?: { readonly config: readonly { readonly text: string }[] };
}): string[] {
  return (node.frr?.config ?? []).flatMap(({ text }) => /^\s*(?:ospf6? )?router-id (\S+)/.exec(text)?.[1] ?? []);
}

async function areasOf({ on, version, vrf }: Spec, { facts }: AskContext): Promise<ReadonlyMap<string, string>> {
  if (version === 3) {
    const shown = (await facts.showJson(on, "ospf6d", "show ipv6 ospf6 interface json")) as Readonly<
      Record<string, { readonly area?: string; readonly attachedToArea?: boolean; readonly areaId?: string }>
    >;
    return new Map(Object.entries(shown).map(([name, entry]) => [name, entry.areaId ?? entry.area ?? ""]));
  }
  const where = vrf === undefined ? "" : ` vrf ${vrf}`;
  const shown = (await facts.showJson(on, "ospfd", `show ip ospf${where} interface json`)) as Readonly<
    Record<string, unknown>
  >;
  const inner = "interfaces" in shown ? shown : (Object.values(shown)[0] as typeof shown | undefined);
  const interfaces = (inner?.["interfaces"] ?? {}) as Readonly<Record<string, { readonly area?: string }>>;
  // "0.0.0.1 [Stub]"
  return new Map(Object.entries(interfaces).map(([name, { area = "" }]) => [name, area.split(" ")[0] ?? ""]));
}

/** An area as FRR prints it: 1 is 0.0.0.1. */
function dotted(area: string | number | undefined): string | undefined {
  if (area === undefined || String(area).includes(".")) return area === undefined ? undefined : String(area);
  return formatIp({ family: 4, value: BigInt(area) });
}

function describe({ id, state: name, role, ifname }: Neighbor): string {
  return `${id} ${name}${role === "" ? "" : ` (${role})`} on ${ifname}`;
}
