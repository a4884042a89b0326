// Knows: who reaches whom among many nodes, asked with one process per sender.
// Refuses to know: one pair in detail (ping).

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import { CouldNotAsk } from "../../observe/facts.ts";
import { defineCheck, type AskContext, type Finding, type ReadContext } from "../check.ts";
import { icmpProbe, readProbe, type ProbeAnswer } from "../icmp-probe.ts";
import { count } from "../keys.ts";
import { addressesOf, readNodes, readTarget, type Target } from "../place.ts";
import type { LabNode } from "../../model/lab.ts";
import { whyUnreached } from "../why-no-answer.ts";

const nodes = z.union([z.literal("all"), z.string(), z.array(z.string()).min(1)]);

const schema = z.strictObject({
  from: nodes.optional().describe("The senders: a node, a list, or all (the default): every node with an address"),
  to: nodes.optional().describe("Whom they must reach: addresses, nodes, node:interface, a list, or all (the default)"),
  pairs: z
    .enum(["all", "none"])
    .optional()
    .describe("all (the default): every pair must work; none: not a single one may, as between tenants"),
});

type Written = z.infer<typeof schema>;

interface Sender {
  readonly from: string;
  readonly targets: readonly Target[];
}

interface Spec {
  readonly senders: readonly Sender[];
  readonly label: string;
  readonly none: boolean;
}

interface Pair {
  readonly from: string;
  readonly target: Target;
  readonly answer: ProbeAnswer;
}

export default defineCheck({
  name: "reach",
  summary: "Every sender reaches every destination: the full matrix",
  schema,
  read(written, context): Spec | undefined {
    const all = readNodes("all", [], context)?.filter((node) => addressesOf(node).length > 0) ?? [];
    const from =
      written.from === undefined || written.from === "all" ? all : readNodes(written.from, ["from"], context);
    if (!from) return undefined;
    const senders = from.map((node) => readSender(node, written.to ?? "all", all, context));
    if (!senders.every((sender) => sender !== undefined)) return undefined;
    return { senders, label: labelOf(written), none: written.pairs === "none" };
  },
  label: (spec) => spec.label,
  question: (spec) =>
    spec.senders
      .map(
        ({ from, targets }) =>
          `for to in ${targets.map(({ ip }) => ip).join(" ")}; do ${typedExec(from, ["ping", "-n", "-c", "1", "-W", "1"])} $to; done`,
      )
      .join("\n"),
  async ask(spec, context): Promise<Finding> {
    const startedAt = performance.now();
    const pairs = (await Promise.all(spec.senders.map((sender) => probe(sender, context)))).flat();
    return judge(spec, pairs, performance.now() - startedAt);
  },
  explain: (_, context, { unreached }) => whyUnreached(unreached, context),
});

function readSender(
  node: LabNode,
  to: NonNullable<Written["to"]>,
  all: readonly LabNode[],
  context: ReadContext,
): Sender | undefined {
  const texts = to === "all" ? all.map(({ name }) => name as string) : typeof to === "string" ? [to] : to;
  const others = texts.filter((text) => text !== node.name);
  const targets = others.map((text, i) =>
    readTarget(text, typeof to === "string" ? ["to"] : ["to", i], context, { near: node }),
  );
  return targets.every((target) => target !== undefined) ? { from: node.name, targets } : undefined;
}

/** Long enough for an address to be resolved on the way, short enough to be asked again. */
const probeSeconds = 1;

async function probe({ from, targets }: Sender, { runtime, timeoutMs, signal }: AskContext): Promise<Pair[]> {
  if (targets.length === 0) return [];
  const addresses = targets.map(({ ip }) => ip);
  const argv = ["perl", "-e", icmpProbe, String(probeSeconds), ...addresses];
  const result = await runtime.exec(from, argv, { timeoutMs: Math.max(timeoutMs, probeSeconds * 5_000), signal });
  const answers = result.code === 0 ? readProbe(result.stdout, addresses) : undefined;
  if (!answers) {
    const why = result.stderr.trim().split("\n")[0] || `the probe ended with ${result.code ?? result.signal}`;
    throw new CouldNotAsk(typedExec(from, ["ping", addresses[0] ?? ""]), `${from}: ${why}`);
  }
  return targets.map((target, i) => ({ from, target, answer: answers[i] ?? { ok: false, why: "not asked" } }));
}

/** More failing pairs than this are counted, not listed. */
const mostListed = 12;

function judge(spec: Spec, pairs: readonly Pair[], tookMs: number): Finding {
  const wrong = pairs.filter(({ answer }) => answer.ok === spec.none);
  const reached = pairs.filter(({ answer }) => answer.ok).length;
  const saw = `${reached} of ${count(pairs.length, "pair")} in ${Math.round(tookMs)} ms`;
  if (pairs.length === 0) return { outcome: "error", saw: "there is no pair to ask", differs: [] };
  if (wrong.length === 0) return { outcome: "pass", saw, differs: [] };
  const lines = wrong.slice(0, mostListed).map(({ from, target, answer }) => {
    return answer.ok
      ? `${from} reaches ${target.text}, and must not`
      : `${from} does not reach ${target.text}: ${answer.why}`;
  });
  const rest = wrong.length > mostListed ? [`… and ${wrong.length - mostListed} more`] : [];
  const silent = wrong.filter(({ answer }) => !answer.ok);
  const unreached = silent.map(({ from, target }) => ({ from, target, source: undefined, device: undefined }));
  return { outcome: "fail", saw, differs: [...lines, ...rest], answer: matrix(pairs), unreached };
}

/** A row per sender: whom it reaches, whom not. */
function matrix(pairs: readonly Pair[]): string {
  const senders = [...new Set(pairs.map(({ from }) => from))];
  const width = Math.max(...senders.map((name) => name.length));
  return senders
    .map((name) => {
      const row = pairs.filter(({ from }) => from === name);
      return `${name.padEnd(width)}  ${row.map(({ target, answer }) => `${answer.ok ? "✔" : "✘"} ${target.text}`).join("  ")}`;
    })
    .join("\n");
}

function labelOf({ from = "all", to = "all", pairs }: Written): string {
  const text = (written: string | readonly string[], every: string): string =>
    written === "all" ? every : typeof written === "string" ? written : written.join(", ");
  const plural = from === "all" || (Array.isArray(from) && from.length > 1);
  if (pairs === "none")
    return `${from === "all" ? "no node" : `none of ${text(from, "")}`} reaches ${text(to, "another")}`;
  return `${text(from, "all nodes")} ${plural ? "reach" : "reaches"} ${text(to, from === "all" ? "each other" : "all nodes")}`;
}
