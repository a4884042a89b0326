// Knows: a BFD session as one router sees it.
// Refuses to know: which protocol uses it.

import { z } from "zod";
import { formatIp, parseIp } from "../../model/ip.ts";
import { placeCalled } from "../../model/places.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { interfacesOnlyTo, isRouter } from "../far-ends.ts";
import { differsNumber, differsText, numberKey, onKey, vrfKey, wantedGot } from "../keys.ts";
import { addressesOf, ownerOf, readNode, readTarget, requireDaemon, warnUnknownInterface } from "../place.ts";
import { whyNoDaemon } from "../why-no-daemon.ts";

const schema = z.strictObject({
  on: onKey,
  neighbor: z.string().min(1).describe("The other end: address, node or node:interface"),
  state: z.enum(["up", "down", "init", "shutdown"]).optional().describe("The session's state; up by default"),
  interface: z.string().optional().describe("The interface it is bound to"),
  "detect-multiplier": numberKey.optional().describe("How many packets may be lost"),
  "receive-interval": numberKey.optional().describe("Milliseconds between packets it wants to receive"),
  "transmit-interval": numberKey.optional().describe("Milliseconds between packets it sends"),
  vrf: vrfKey,
});

type Written = z.infer<typeof schema>;

interface Spec extends Omit<Written, "state"> {
  readonly state: string;
  readonly addresses: readonly string[];
  readonly towards: readonly string[];
  readonly peer: string | undefined;
}

interface Session {
  readonly peer?: string;
  readonly vrf?: string;
  readonly interface?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly "remote-diagnostic"?: string;
  readonly "receive-interval"?: number;
  readonly "transmit-interval"?: number;
  readonly "detect-multiplier"?: number;
}

export default defineCheck({
  name: "bfd",
  summary: "A BFD session is in a state",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node || !requireDaemon(node, "bfdd", ["on"], context)) return undefined;
    if (written.interface !== undefined) warnUnknownInterface(node, written.interface, ["interface"], context);
    const spec = { ...written, state: written.state ?? "up" };
    const { neighbor } = written;
    const ip = parseIp(neighbor);
    if (ip) return { ...spec, addresses: [formatIp(ip)], towards: [], peer: ownerOf(context.lab, ip)?.name };
    if (neighbor.includes(":")) {
      const target = readTarget(neighbor, ["neighbor"], context);
      return target && { ...spec, addresses: [target.ip], towards: [], peer: target.node };
    }
    const peer = readNode(neighbor, ["neighbor"], context);
    if (!peer) return undefined;
    const addresses = addressesOf(peer).map(({ cidr }) => formatIp(cidr));
    return { ...spec, addresses, towards: interfacesOnlyTo(context.lab, node.name, peer.name), peer: peer.name };
  },
  label: (spec) => `${spec.on}: BFD with ${spec.neighbor} is ${spec.state}`,
  question: (spec) => typedVtysh(spec.on, peersCommand(spec)),
  async ask(spec, { facts }): Promise<Finding> {
    const all = (await facts.showJson(spec.on, "bfdd", `${peersCommand(spec)} json`)) as readonly Session[];
    // Sessions over link-local addresses are known by their interface.
    const isWanted = ({ peer = "", interface: ifname = "" }: Session): boolean =>
      spec.addresses.includes(peer) || (peer.startsWith("fe80:") && spec.towards.includes(ifname));
    return judgeClosest({
      candidates: all.filter(isWanted),
      differs: (session) => [
        ...differsText("state", spec.state, session.status),
        ...differsText("interface", spec.interface, session.interface),
        ...differsNumber("detect-multiplier", spec["detect-multiplier"], session["detect-multiplier"]),
        ...differsNumber("receive-interval", spec["receive-interval"], session["receive-interval"]),
        ...differsNumber("transmit-interval", spec["transmit-interval"], session["transmit-interval"]),
      ],
      describe,
      none: {
        saw:
          all.length === 0 ? "no BFD sessions" : `no such session; there are ${all.map(({ peer }) => peer).join(", ")}`,
        differs: [wantedGot("session", spec.neighbor, all.map(describe).join("; ") || "none")],
      },
    });
  },
  async explain(spec, context) {
    const { lab, facts } = context;
    const far = spec.peer === undefined ? undefined : placeCalled(lab, spec.peer);
    if (!far || !isRouter(far)) return [];
    const silent = await whyNoDaemon(far.name, "bfdd", context);
    if (silent !== undefined) return [silent];
    const theirs = (await facts.showJson(far.name, "bfdd", `${peersCommand(spec)} json`)) as readonly Session[];
    const own = addressesOf(placeCalled(lab, spec.on)).map(({ cidr }) => formatIp(cidr));
    const back = theirs.find(({ peer = "" }) => own.includes(peer) || peer.startsWith("fe80:"));
    return [back ? `${far.name} sees ${describe(back)}` : `${far.name} has no BFD session with ${spec.on}`];
  },
});

function peersCommand({ vrf }: Spec): string {
  return vrf === undefined ? "show bfd peers" : `show bfd vrf ${vrf} peers`;
}

function describe(session: Session): string {
  const why = session.diagnostic === undefined || session.diagnostic === "ok" ? "" : ` (${session.diagnostic})`;
  return `${session.peer} ${session.status}${why}, every ${session["transmit-interval"]} ms, lost after ${session["detect-multiplier"]}`;
}
