// Knows: taking a link down and up, and making it slow or lossy.
// Refuses to know: how a link is made (plug, and the plan).

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import { defineAction, type ActionOutcome } from "../action.ts";
import { readEnds, type End } from "../endpoints.ts";

const where = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const duration = z.union([
  z.int().min(0),
  z.string().regex(/^\d+(\.\d+)?(us|ms|s)$/, { error: "a time such as 20ms" }),
]);
const percent = z.union([
  z.number().min(0).max(100),
  z.string().regex(/^\d+(\.\d+)?%$/, { error: "a percentage such as 5%" }),
]);

const schema = z
  .strictObject({
    down: where.optional().describe("Ends (node:interface) or whole links (node--node) to take down"),
    up: where.optional().describe("… or to bring up"),
    impair: where.optional().describe("… or to impair, with the keys below; without any of them it is mended"),
    delay: duration.optional().describe("Delay of each packet that leaves, in ms or with a unit"),
    jitter: duration.optional().describe("How much the delay varies"),
    loss: percent.optional().describe("Packets lost, in percent"),
    corrupt: percent.optional().describe("Packets corrupted, in percent"),
    duplicate: percent.optional().describe("Packets sent twice, in percent"),
    reorder: percent.optional().describe("Packets sent ahead of their turn, in percent; needs a delay"),
    rate: z.string().optional().describe("The most it carries: 10mbit"),
  })
  .refine(({ down, up, impair }) => [down, up, impair].filter((written) => written !== undefined).length === 1, {
    error: "give one of `down`, `up`, `impair`",
  });

type Written = z.infer<typeof schema>;

interface Spec {
  readonly what: "down" | "up" | "impair";
  readonly texts: readonly string[];
  readonly ends: readonly End[];
  /** netem's words; none: the impairment is taken away. */
  readonly netem: readonly string[];
}

export default defineAction({
  name: "link",
  summary: "Takes an end or a whole link down or up, or impairs it",
  schema,
  read(written, context): Spec | undefined {
    const what = written.down === undefined ? (written.up === undefined ? "impair" : "up") : "down";
    const value = written[what] ?? [];
    const texts = typeof value === "string" ? [value] : value;
    const ends = texts.map((text, i) => readEnds(text, typeof value === "string" ? [what] : [what, i], context));
    if (!ends.every((end) => end !== undefined)) return undefined;
    return { what, texts, ends: ends.flat(), netem: netemOf(written) };
  },
  label: ({ what, texts, netem }) => {
    const place = texts.join(", ");
    if (what !== "impair") return `take ${place} ${what}`;
    return netem.length === 0 ? `mend ${place}` : `impair ${place}: ${netem.join(" ")}`;
  },
  command: (spec) => spec.ends.map((end) => typedExec(end.node, argvOf(spec, end))).join("\n"),
  async perform(spec, { runtime, timeoutMs, signal }): Promise<ActionOutcome> {
    const results = await Promise.all(
      spec.ends.map(async (end) => ({
        end,
        result: await runtime.exec(end.node, argvOf(spec, end), { timeoutMs, signal }),
      })),
    );
    const failed = results.find(({ result }) => result.code !== 0 && !isMendedAlready(spec, result.stderr));
    if (!failed)
      return {
        outcome: "pass",
        saw: `${spec.ends.map(({ node, ifname }) => `${node}:${ifname}`).join(", ")} ${doneWords(spec)}`,
      };
    const why = failed.result.stderr.trim().split("\n")[0] ?? "";
    const noNetem = spec.what === "impair" && why.includes("qdisc kind is unknown");
    const saw = noNetem ? "this kernel cannot impair links (it has no netem)" : why;
    return {
      outcome: noNetem ? "error" : "fail",
      saw: `${failed.end.node}:${failed.end.ifname}: ${saw}`,
      output: failed.result.stderr,
    };
  },
});

function argvOf(spec: Spec, { ifname }: End): string[] {
  if (spec.what !== "impair") return ["ip", "link", "set", "dev", ifname, spec.what];
  if (spec.netem.length === 0) return ["tc", "qdisc", "del", "dev", ifname, "root"];
  return ["tc", "qdisc", "replace", "dev", ifname, "root", "netem", ...spec.netem];
}

function netemOf({ delay, jitter, loss, corrupt, duplicate, reorder, rate }: Written): string[] {
  const ms = (value: number | string): string => (typeof value === "number" ? `${value}ms` : value);
  const share = (value: number | string): string => (typeof value === "number" ? `${value}%` : value);
  return [
    ...(delay === undefined && jitter === undefined
      ? []
      : ["delay", ms(delay ?? 0), ...(jitter === undefined ? [] : [ms(jitter)])]),
    ...(loss === undefined ? [] : ["loss", share(loss)]),
    ...(corrupt === undefined ? [] : ["corrupt", share(corrupt)]),
    ...(duplicate === undefined ? [] : ["duplicate", share(duplicate)]),
    ...(reorder === undefined ? [] : ["reorder", share(reorder)]),
    ...(rate === undefined ? [] : ["rate", rate]),
  ];
}

/** Taking away what is not there is no failure. */
function isMendedAlready({ what, netem }: Spec, stderr: string): boolean {
  return (
    what === "impair" && netem.length === 0 && /Cannot delete qdisc with handle of zero|Invalid handle/.test(stderr)
  );
}

function doneWords({ what, netem }: Spec): string {
  return what === "impair" ? (netem.length === 0 ? "is as it was" : `has ${netem.join(" ")}`) : `is ${what}`;
}
