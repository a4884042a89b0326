// Knows: the routers a packet passes, hop by hop, asked with one ping per hop.
// Refuses to know: why it goes that way (lookup on each router).

import { z } from "zod";
import { formatIp, parseIp } from "../../model/ip.ts";
import { typedExec } from "../../observe/typed-command.ts";
import type { ExecResult } from "../../runtime/runtime.ts";
import { CouldNotAsk } from "../../observe/facts.ts";
import { defineCheck, type AskContext, type Finding } from "../check.ts";
import { fromKey, vrfKey, wantedGot } from "../keys.ts";
import { nodesOf, addressesOf, readNode, readTarget, type Target } from "../place.ts";
import type { Lab } from "../../model/lab.ts";
import { whyNoAnswer } from "../why-no-answer.ts";

const schema = z.strictObject({
  from: fromKey,
  to: z.string().min(1).describe("The destination: an address, a node or node:interface"),
  path: z
    .array(z.union([z.string(), z.array(z.string()).min(1)]))
    .min(1)
    .describe("Every hop, the destination last: a node, an address, a list of which any will do, or * for any"),
  source: z.string().optional().describe("The address to send from"),
  interface: z.string().optional().describe("The interface to send from"),
  vrf: vrfKey,
});

interface Hop {
  readonly text: string;
  /** undefined: any answer will do. */
  readonly ips: readonly string[] | undefined;
}

interface Spec {
  readonly from: string;
  readonly to: Target;
  readonly path: readonly Hop[];
  readonly source: string | undefined;
  readonly device: string | undefined;
}

/** What came back for one TTL: who answered; whether that was the destination, or one who lets the packets go no further. */
interface Answer {
  readonly by: string | undefined;
  readonly arrived: boolean;
  readonly refused: boolean;
}

export default defineCheck({
  name: "trace",
  summary: "Packets take this path, hop by hop",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.from, ["from"], context);
    const source = written.source === undefined ? undefined : readTarget(written.source, ["source"], context);
    const family = source?.family;
    const to = readTarget(written.to, ["to"], context, node ? { near: node, family } : { family });
    const path = written.path.map((hop, i) => {
      const texts = typeof hop === "string" ? [hop] : hop;
      if (texts.includes("*")) return { text: "*", ips: undefined };
      const ips = texts.map((text, j) =>
        readHop(text, typeof hop === "string" ? ["path", i] : ["path", i, j], context),
      );
      return ips.every((found) => found !== undefined) ? { text: texts.join(" or "), ips: ips.flat() } : undefined;
    });
    if (!node || !to || !path.every((hop) => hop !== undefined) || (written.source !== undefined && !source))
      return undefined;
    return { from: node.name, to, path, source: source?.ip, device: written.interface ?? written.vrf };
  },
  label: (spec) => `${spec.from} reaches ${spec.to.text} by way of ${spec.path.map(({ text }) => text).join(", ")}`,
  question: (spec) => {
    const source = spec.source === undefined ? [] : ["-s", spec.source];
    const device = spec.device === undefined ? [] : ["-i", spec.device];
    return typedExec(spec.from, ["traceroute", "-n", "-I", ...source, ...device, spec.to.ip]);
  },
  async ask(spec, context): Promise<Finding> {
    const answers: Answer[] = [];
    // As many hops as are wanted at once, and a few more to show where a longer path leads.
    for (const ttls of [range(1, spec.path.length), range(spec.path.length + 1, spec.path.length + extraHops)]) {
      answers.push(...(await Promise.all(ttls.map((ttl) => askHop(spec, ttl, context)))));
      if (answers.some((answer) => isEnd(answer))) break;
      // Nothing at all came back: more hops would tell no more.
      if (answers.every(({ by }) => by === undefined)) break;
    }
    const end = answers.findIndex((answer) => isEnd(answer));
    return judge(spec, end < 0 ? withoutSilentEnd(answers) : answers.slice(0, end + 1), context.lab);
  },
  explain: (spec, context) => whyNoAnswer({ ...spec, target: spec.to }, context),
});

const extraHops = 5;

/** Whoever refuses a packet refuses it with every TTL that comes so far. */
function isEnd({ arrived, refused }: Answer): boolean {
  return arrived || refused;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

function readHop(
  text: string,
  path: readonly (string | number)[],
  context: Parameters<typeof readTarget>[2],
): readonly string[] | undefined {
  const ip = parseIp(text);
  if (ip) return [formatIp(ip)];
  if (text.includes(":")) {
    const target = readTarget(text, path, context);
    return target && [target.ip];
  }
  const node = readNode(text, path, context);
  return node && addressesOf(node).map(({ cidr }) => formatIp(cidr));
}

function hopArgv({ to, source, device }: Spec, ttl: number): string[] {
  const local = [...(source === undefined ? [] : ["-I", source]), ...(device === undefined ? [] : ["-I", device])];
  // Routers limit how many errors they send (icmp_ratelimit), so a lost one is asked for again.
  return ["ping", "-n", "-c", "1", "-w", "2", "-i", "0.5", "-t", String(ttl), ...local, to.ip];
}

async function askHop(spec: Spec, ttl: number, { runtime, timeoutMs, signal }: AskContext): Promise<Answer> {
  const argv = hopArgv(spec, ttl);
  const result = await runtime.exec(spec.from, argv, { timeoutMs: Math.max(timeoutMs, 8_000), signal });
  const answer = readAnswer(result);
  if (!answer)
    throw new CouldNotAsk(
      typedExec(spec.from, argv),
      result.stderr.trim().split("\n")[0] || "ping did not end in time",
    );
  return answer;
}

function readAnswer({ stdout, stderr, timedOut }: ExecResult): Answer | undefined {
  const arrived = /^\d+ bytes from (\S+?):? /m.exec(stdout)?.[1];
  if (arrived !== undefined) return { by: arrived, arrived: true, refused: false };
  const [, error, why = ""] = /^From (\S+?):? icmp_seq=\d+ (.*)$/m.exec(stdout) ?? [];
  if (error !== undefined) return { by: error, arrived: false, refused: !/^(?:Time|Redirect)/.test(why) };
  const counted = /packets transmitted/.test(stdout) || /unreachable|No route to host/.test(stderr);
  return counted && !timedOut ? { by: undefined, arrived: false, refused: false } : undefined;
}

function withoutSilentEnd(answers: readonly Answer[]): readonly Answer[] {
  return answers.slice(0, answers.findLastIndex(({ by }) => by !== undefined) + 1);
}

function judge(spec: Spec, answers: readonly Answer[], lab: Lab): Finding {
  const names = answers.map(({ by }) => (by === undefined ? "*" : nameOf(by, lab)));
  const saw = names.length === 0 ? "no hop answers" : names.join(", ");
  const differs = spec.path.flatMap(({ text, ips }, i) => {
    const by = answers[i]?.by;
    const fits = by !== undefined && (ips === undefined || ips.includes(by));
    return fits ? [] : [wantedGot(`hop ${i + 1}`, text, by === undefined ? "no answer" : nameOf(by, lab))];
  });
  const longer =
    answers.length > spec.path.length ? [wantedGot("hops", String(spec.path.length), `${answers.length}: ${saw}`)] : [];
  const short = answers.at(-1)?.arrived === true ? [] : [`${spec.to.text} was not reached`];
  const all = [...differs, ...longer, ...(differs.length === 0 ? short : [])];
  return { outcome: all.length === 0 ? "pass" : "fail", saw, differs: all };
}

/** `r2 (10.0.12.2)`, where the lab file tells whose address it is. */
function nameOf(address: string, lab: Lab): string {
  const ip = parseIp(address);
  const owner =
    ip && nodesOf(lab).find((node) => addressesOf(node).some(({ cidr }) => formatIp(cidr) === formatIp(ip)));
  return owner ? `${owner.name} (${address})` : address;
}
