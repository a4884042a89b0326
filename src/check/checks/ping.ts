// Knows: ICMP reachability, asked with one ping process per destination.
// Refuses to know: how often it is asked and for how long (scenario/).

import { z } from "zod";
import type { ExecResult } from "../../runtime/runtime.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding, type ReadContext } from "../check.ts";
import { count, fromKey, vrfKey } from "../keys.ts";
import { readNode, readTarget, warnUnknownInterface, type Target } from "../place.ts";
import { whyUnreached } from "../why-no-answer.ts";

const schema = z.strictObject({
  from: fromKey,
  to: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe("An address, a node, node:interface, or a list of these (asked side by side)"),
  source: z.string().optional().describe("The sender's address: an address, a node or node:interface"),
  interface: z.string().optional().describe("The interface to send from; needed for link-local addresses"),
  vrf: vrfKey,
  count: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("Send this many, and each must be answered; without it one answer within a second will do"),
  size: z.int().min(0).max(65507).optional().describe("Bytes of payload; 56 by default"),
  df: z.boolean().optional().describe("true: must not be fragmented on the way"),
  ttl: z.int().min(1).max(255).optional().describe("How many hops it may live"),
});

interface Spec {
  readonly from: string;
  readonly targets: readonly Target[];
  readonly source: string | undefined;
  readonly ifname: string | undefined;
  readonly vrf: string | undefined;
  readonly count: number | undefined;
  readonly size: number | undefined;
  readonly df: boolean;
  readonly ttl: number | undefined;
}

export default defineCheck({
  name: "ping",
  summary: "A node reaches an address: an ICMP echo request is answered",
  schema,
  read(written, context): Spec | undefined {
    const from = readNode(written.from, ["from"], context);
    if (!from) return undefined;
    const source = written.source === undefined ? undefined : readTarget(written.source, ["source"], context);
    const family = source?.family;
    const to = typeof written.to === "string" ? [written.to] : written.to;
    const targets = to.map((text, i) =>
      readTarget(text, typeof written.to === "string" ? ["to"] : ["to", i], context, { near: from, family }),
    );
    if (written.interface !== undefined) warnUnknownInterface(from, written.interface, ["interface"], context);
    if (!targets.every((target) => target !== undefined) || (written.source !== undefined && !source)) return undefined;
    if (!sameFamily(targets, family, context)) return undefined;
    const { vrf, count, size, df = false, ttl } = written;
    return { from: from.name, targets, source: source?.ip, ifname: written.interface, vrf, count, size, df, ttl };
  },
  label: (spec) =>
    `${spec.from} reaches ${list(spec.targets)}${spec.source === undefined ? "" : ` from ${spec.source}`}`,
  question: (spec) => spec.targets.map((target) => typedExec(spec.from, pingArgv(spec, target))).join("\n"),
  async ask(spec, { runtime, timeoutMs, signal }): Promise<Finding> {
    // A ping ends by itself; the limit only guards against one that hangs.
    const limitMs = Math.max(timeoutMs, 5_000 + (spec.count ?? 1) * intervalS * 1000);
    const answers = await Promise.all(
      spec.targets.map((target) => runtime.exec(spec.from, pingArgv(spec, target), { timeoutMs: limitMs, signal })),
    );
    return judge(
      spec,
      answers.map((result) => readPing(result)),
    );
  },
  explain(spec, context) {
    const device = spec.ifname ?? spec.vrf;
    return whyUnreached(
      spec.targets.map((target) => ({ ...spec, device, target })),
      context,
    );
  },
});

/** 0.2 s: what ping allows every user. */
const intervalS = 0.2;

function pingArgv(spec: Spec, target: Target): string[] {
  const argv = ["ping", "-n"];
  // With -w, ping goes on until -c answers came: with the first answer it is done, and a lost packet costs 0.2 s.
  argv.push(...(spec.count === undefined ? ["-c", "1", "-w", "1"] : ["-c", String(spec.count), "-W", "1"]));
  argv.push("-i", String(intervalS));
  if (spec.size !== undefined) argv.push("-s", String(spec.size));
  if (spec.df) argv.push("-M", "do");
  if (spec.ttl !== undefined) argv.push("-t", String(spec.ttl));
  if (spec.source !== undefined) argv.push("-I", spec.source);
  const device = spec.ifname ?? spec.vrf;
  if (device !== undefined) argv.push("-I", device);
  return [...argv, target.ip];
}

type Reply =
  | {
      readonly kind: "counted";
      readonly sent: number;
      readonly received: number;
      readonly ms: string | undefined;
      readonly why: string | undefined;
    }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "error"; readonly why: string };

/** What the kernel says when it will not even send: an answer, not a failure to ask. */
const refusals: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/Network is unreachable/, "no route"],
  [/No route to host|Host is unreachable/, "host unreachable"],
  // connect(2) on a blackhole route gives EINVAL, on a prohibit route EACCES (ip-route(8)).
  [/connect: Invalid argument/, "blackhole route"],
  [/connect: Permission denied/, "prohibited by a route"],
  [/sendmsg: Operation not permitted|sendmsg: Permission denied/, "dropped by a firewall rule of its own"],
  [/[Mm]essage too long/, "larger than the MTU, and not to be fragmented"],
];

function readPing(result: ExecResult): Reply {
  const statistics = /^(\d+) packets transmitted, (\d+) (?:packets )?received/m.exec(result.stdout);
  const refused = refusals.find(([pattern]) => pattern.test(result.stderr) || pattern.test(result.stdout))?.[1];
  if (statistics) {
    const ms = /time=([\d.]+) ms/.exec(result.stdout)?.[1];
    // A redirect tells of a better way; the packet went on.
    const why = /^From (\S+) icmp_seq=\d+ (?!Redirect)(.+)$/m.exec(result.stdout);
    return {
      kind: "counted",
      sent: Number(statistics[1]),
      received: Number(statistics[2]),
      ms,
      why: why ? `${why[2]} (says ${why[1]})` : refused,
    };
  }
  if (refused !== undefined) return { kind: "refused", why: refused };
  const text = result.stderr.trim().split("\n")[0] ?? "";
  return {
    kind: "error",
    why: result.timedOut ? "ping did not end in time" : text || `ping ended with ${result.code ?? result.signal}`,
  };
}

function judge(spec: Spec, replies: readonly Reply[]): Finding {
  const each = spec.targets.map((target, i) => ({
    target,
    reply: replies[i] ?? { kind: "error" as const, why: "not asked" },
  }));
  const error = each.find(({ reply }) => reply.kind === "error");
  const saw = each
    .map(({ target, reply }) =>
      each.length > 1 ? `${target.text} ${describe(reply, spec.count)}` : describe(reply, spec.count),
    )
    .join(", ");
  if (error) return { outcome: "error", saw: describe(error.reply, spec.count), differs: [] };
  const failed = each.filter(({ reply }) => !answered(reply, spec.count ?? 1));
  if (failed.length === 0) return { outcome: "pass", saw, differs: [] };
  return {
    outcome: "fail",
    saw,
    differs: failed.map(({ target, reply }) => `${target.text}: ${describe(reply, spec.count)}`),
  };
}

function answered(reply: Reply, wanted: number): boolean {
  return reply.kind === "counted" && reply.received >= wanted;
}

/** `wanted` undefined: one answer will do, so the packets lost before it are not worth a word. */
function describe(reply: Reply, wanted: number | undefined): string {
  if (reply.kind !== "counted") return reply.why;
  const { sent, received, ms, why } = reply;
  if (received === 0) return why ?? `no answer to ${count(sent, "packet")}`;
  const times = ms === undefined ? "" : ` in ${ms} ms`;
  return wanted === undefined || sent === 1 ? `answered${times}` : `${received} of ${sent} answered${times}`;
}

function list(targets: readonly Target[]): string {
  return targets.map(({ text }) => text).join(", ");
}

function sameFamily(
  targets: readonly (Target | undefined)[],
  family: 4 | 6 | undefined,
  { step, sink }: ReadContext,
): boolean {
  const other = family === undefined ? undefined : targets.find((target) => target && target.family !== family);
  if (!other) return true;
  sink.error(
    "tests/family",
    step.spanOf(["source"]),
    `the source is IPv${family}, but ${other.ip} is IPv${other.family}`,
  );
  return false;
}
