// Knows: an entry of the kernel's neighbour table (ARP and neighbour discovery).
// Refuses to know: how it came there.

import { z } from "zod";
import { formatIp, parseIp } from "../../model/ip.ts";
import type { KernelNeighbour } from "../../observe/facts.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { differsText, onKey, wantedGot } from "../keys.ts";
import { readNode, readTarget, warnUnknownInterface, type Target } from "../place.ts";

const states = ["REACHABLE", "STALE", "DELAY", "PROBE", "PERMANENT", "NOARP", "FAILED", "INCOMPLETE"] as const;

const schema = z.strictObject({
  on: onKey,
  ip: z.string().min(1).describe("The neighbour: an address, a node or node:interface"),
  dev: z.string().optional().describe("The interface it is seen on"),
  mac: z.string().optional().describe("Its MAC address"),
  state: z
    .union([z.enum(states), z.array(z.enum(states)).min(1)])
    .optional()
    .describe("The entry's state, or a list of which any will do; any with a MAC address when not given"),
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "ip" | "state"> {
  readonly target: Target;
  readonly states: readonly string[] | undefined;
}

export default defineCheck({
  name: "arp",
  summary: "The neighbour table has an entry",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    const target = readTarget(written.ip, ["ip"], context, node ? { near: node, adjacent: true } : {});
    if (!node || !target) return undefined;
    if (written.dev !== undefined) warnUnknownInterface(node, written.dev, ["dev"], context);
    const states = written.state === undefined || Array.isArray(written.state) ? written.state : [written.state];
    return { ...written, target, states };
  },
  label: (spec) => {
    const dev = spec.dev === undefined ? "" : ` on ${spec.dev}`;
    const mac = spec.mac === undefined ? "" : ` as ${spec.mac}`;
    return `${spec.on} knows its neighbour ${spec.target.text}${dev}${mac}${spec.states === undefined ? "" : `, ${spec.states.join(" or ")}`}`;
  },
  question: (spec) => typedExec(spec.on, ["ip", "neigh", "show", spec.target.ip]),
  async ask(spec, { facts }): Promise<Finding> {
    const all = await facts.neighbours(spec.on);
    const isWanted = ({ dst }: KernelNeighbour): boolean => {
      const ip = parseIp(dst);
      return ip !== undefined && formatIp(ip) === spec.target.ip;
    };
    return judgeClosest({
      candidates: all.filter(isWanted),
      differs: (entry) => [
        ...differsText("dev", spec.dev, entry.dev),
        ...differsText("mac", spec.mac?.toLowerCase(), entry.lladdr?.toLowerCase()),
        ...differsState(spec, entry),
      ],
      describe,
      none: {
        saw: `no entry for ${spec.target.ip}`,
        differs: [wantedGot("entry", spec.target.ip, "none")],
        answer: all.map(describe).join("\n") || "(the table is empty)",
      },
    });
  },
});

function differsState(spec: Spec, entry: KernelNeighbour): string[] {
  if (spec.states !== undefined) {
    return entry.state.some((word) => spec.states?.includes(word))
      ? []
      : [wantedGot("state", spec.states.join(" or "), entry.state.join(" "))];
  }
  return entry.lladdr === undefined ? [wantedGot("mac", "one", `none (${entry.state.join(" ")})`)] : [];
}

function describe({ dst, dev, lladdr, state }: KernelNeighbour): string {
  return `${dst} dev ${dev}${lladdr === undefined ? "" : ` lladdr ${lladdr}`} ${state.join(" ")}`;
}
