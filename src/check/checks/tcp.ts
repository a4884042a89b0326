// Knows: whether a TCP connection can be opened.
// Refuses to know: what is said over it (http, exec).

import { z } from "zod";
import { defineCheck, type Finding, type ReadContext } from "../check.ts";
import { fromKey, vrfKey } from "../keys.ts";
import { readNode, readTarget, warnUnknownInterface, type Target } from "../place.ts";
import { askTcp, typedTcp, type TcpQuestion } from "../tcp-probe.ts";
import { whyUnreached } from "../why-no-answer.ts";

const schema = z.strictObject({
  from: fromKey,
  to: z.string().min(1).describe("The other side: an address, a node or node:interface"),
  port: z.int().min(1).max(65535).describe("The port"),
  source: z.string().optional().describe("The address to connect from"),
  interface: z.string().optional().describe("The interface to connect from"),
  vrf: vrfKey,
});

type Spec = TcpQuestion & { readonly target: Target };

export default defineCheck({
  name: "tcp",
  summary: "A TCP connection can be opened",
  schema,
  read(written, context): Spec | undefined {
    const where = readTcpEnds(written, context);
    return where && { ...where, port: written.port, request: "" };
  },
  label: (spec) => `${spec.from} connects to ${spec.target.text} port ${spec.port}`,
  question: (spec) => typedTcp(spec),
  async ask(spec, context): Promise<Finding> {
    const answer = await askTcp(spec, context);
    if (answer.kind === "connected") return { outcome: "pass", saw: "connected", differs: [] };
    return notConnected(spec, answer.why);
  },
  explain: (_, context, { unreached }) => whyUnreached(unreached, context),
});

/** One who refuses has been reached. */
export function notConnected(spec: Spec, why: string): Finding {
  const finding = { outcome: "fail", saw: why, differs: [`${spec.target.text} port ${spec.port}: ${why}`] } as const;
  return why === "Connection refused" ? finding : { ...finding, unreached: [spec] };
}

interface WrittenEnds {
  readonly from: string;
  readonly to: string;
  readonly source?: string | undefined;
  readonly interface?: string | undefined;
  readonly vrf?: string | undefined;
}

/** Both ends of a connection; a VRF is an interface to a socket. */
export function readTcpEnds(written: WrittenEnds, context: ReadContext): Omit<Spec, "port" | "request"> | undefined {
  const node = readNode(written.from, ["from"], context);
  const source = written.source === undefined ? undefined : readTarget(written.source, ["source"], context);
  const family = source?.family;
  const to = readTarget(written.to, ["to"], context, node ? { near: node, family } : { family });
  if (!node || !to || (written.source !== undefined && !source)) return undefined;
  if (written.interface !== undefined) warnUnknownInterface(node, written.interface, ["interface"], context);
  return { from: node.name, ip: to.ip, target: to, source: source?.ip, device: written.interface ?? written.vrf };
}
