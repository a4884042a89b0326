// Knows: an IS-IS adjacency as one router sees it.
// Refuses to know: the routes it leads to (rib, route).

import { z } from "zod";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { interfacesOnlyTo } from "../far-ends.ts";
import { differsText, onKey, vrfKey, wantedGot } from "../keys.ts";
import { whyNoIsisAdjacency } from "../isis-mismatch.ts";
import { readNode, requireDaemon, warnUnknownInterface } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  neighbor: z
    .string()
    .optional()
    .describe("The neighbour: its node, or its hostname or system id as FRR shows it; any when not given"),
  interface: z.string().optional().describe("The interface the neighbour is on"),
  state: z.enum(["Down", "Initializing", "Up"]).optional().describe("The adjacency's state; Up by default"),
  level: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .describe("The level it must have; a link of both levels has both"),
  vrf: vrfKey,
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "state"> {
  readonly state: string;
  readonly names: readonly string[] | undefined;
  readonly towards: readonly string[];
  readonly peer: string | undefined;
}

interface Circuit {
  readonly adj?: string;
  /** A name in the brief form, an object with the details in the long one. */
  readonly interface?: string | { readonly name?: string; readonly state?: string };
  readonly level?: number | string;
  readonly state?: string;
}

interface Adjacency {
  readonly name: string;
  readonly ifname: string;
  readonly level: string;
  readonly state: string;
}

export default defineCheck({
  name: "isis",
  summary: "An IS-IS adjacency is in a state",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node || !requireDaemon(node, "isisd", ["on"], context)) return undefined;
    if (written.interface !== undefined) warnUnknownInterface(node, written.interface, ["interface"], context);
    const { neighbor } = written;
    const spec = { ...written, state: written.state ?? "Up" };
    if (neighbor === undefined) return { ...spec, names: undefined, towards: [], peer: undefined };
    if (!context.lab.graph.hasNode(neighbor)) return { ...spec, names: [neighbor], towards: [], peer: undefined };
    const peer = context.lab.graph.getNodeAttributes(neighbor);
    const towards = interfacesOnlyTo(context.lab, node.name, peer.name);
    return { ...spec, names: [peer.name, peer.hostname], towards, peer: peer.name };
  },
  label: (spec) => {
    const where = spec.interface === undefined ? "" : ` on ${spec.interface}`;
    const level = spec.level === undefined ? "" : ` at level ${spec.level}`;
    return `${spec.on}: IS-IS with ${spec.neighbor ?? "a neighbour"}${where}${level} is ${spec.state}`;
  },
  question: (spec) => typedVtysh(spec.on, neighborCommand(spec)),
  async ask(spec, { facts }): Promise<Finding> {
    const shown = await facts.showJson(spec.on, "isisd", `${neighborCommand(spec)} json`);
    const all = adjacenciesOf(shown);
    const candidates = all.filter((adjacency) => isWanted(spec, adjacency));
    return judgeClosest({
      candidates,
      differs: ({ state, ifname, level }) => [
        ...differsText("state", spec.state, state),
        ...differsText("interface", spec.interface, ifname),
        // "1-2" on a point-to-point link of both levels.
        ...(spec.level === undefined || level.includes(String(spec.level))
          ? []
          : [wantedGot("level", String(spec.level), level)]),
      ],
      describe,
      none: {
        saw:
          all.length === 0 ? "no neighbours" : `no such neighbour; there are ${all.map(({ name }) => name).join(", ")}`,
        differs: [wantedGot("neighbor", spec.neighbor ?? "one", all.map(describe).join("; ") || "none")],
      },
    });
  },
  explain: (spec, context) => whyNoIsisAdjacency(spec.on, spec.peer, context),
});

function neighborCommand({ vrf }: Spec): string {
  return vrf === undefined ? "show isis neighbor" : `show isis vrf ${vrf} neighbor`;
}

function adjacenciesOf(shown: unknown): Adjacency[] {
  const { areas = [] } = shown as { readonly areas?: readonly { readonly circuits?: readonly Circuit[] }[] };
  return areas.flatMap(({ circuits = [] }) =>
    circuits.flatMap(({ adj, interface: where, level, state }) => {
      if (adj === undefined) return []; // a circuit without a neighbour
      const ifname = typeof where === "string" ? where : (where?.name ?? "");
      const long = typeof where === "object" ? where.state : undefined;
      return [{ name: adj, ifname, level: levelText(level), state: state ?? long ?? "" }];
    }),
  );
}

/** FRR 8 counts levels as bits: 3 is both. */
function levelText(level: number | string | undefined): string {
  return String(level ?? "") === "3" ? "1-2" : String(level ?? "");
}

function isWanted(spec: Spec, { name, ifname }: Adjacency): boolean {
  if (spec.names === undefined) return spec.interface === undefined || spec.interface === ifname;
  // Until its LSP has come, a neighbour has its system id for a name: then the interface tells who it is.
  return spec.names.includes(name) || spec.towards.includes(ifname);
}

function describe({ name, ifname, level, state }: Adjacency): string {
  return `${name} ${state} on ${ifname}, level ${level}`;
}
