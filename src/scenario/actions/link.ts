// Knows: taking a link down and up, and making it slow or lossy.
// Refuses to know: how a link is made (plug, and the plan).

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import { describeImpairment, parseImpairment } from "../../model/impairment.ts";
import { defineAction, type ActionOutcome, type ActionReadContext } from "../action.ts";
import { readEnds, type End } from "../endpoints.ts";
import { changeArgv, changeEnd, describeChange, type LinkChange } from "../link-change.ts";

const where = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
/** Read by model/impairment.ts; a number is milliseconds here. */
const duration = z.union([z.int().min(0), z.string()]);
const percent = z.union([z.number(), z.string()]);

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
  readonly texts: readonly string[];
  readonly ends: readonly End[];
  readonly change: LinkChange;
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
    const change: LinkChange | undefined = what === "impair" ? readImpair(written, context) : { what };
    if (!change || !ends.every((end) => end !== undefined)) return undefined;
    return { texts, ends: ends.flat(), change };
  },
  label: ({ change, texts }) => {
    const place = texts.join(", ");
    if (change.what !== "impair") return `take ${place} ${change.what}`;
    const { impairment } = change;
    return Object.keys(impairment).length === 0
      ? `mend ${place}`
      : `impair ${place}: ${describeImpairment(impairment)}`;
  },
  command: ({ ends, change }) => ends.map((end) => typedExec(end.node, [...changeArgv(change, end.ifname)])).join("\n"),
  async perform({ ends, change }, { runtime, timeoutMs, signal }): Promise<ActionOutcome> {
    const results = await Promise.all(
      ends.map(async (end) => ({ end, ...(await changeEnd(end, change, runtime, { timeoutMs, signal })) })),
    );
    const failed = results.find(({ outcome }) => outcome !== "pass");
    const places = ends.map(({ node, ifname }) => `${node}:${ifname}`).join(", ");
    if (!failed)
      return { outcome: "pass", saw: `${places} ${ends.length > 1 ? "are" : "is"} ${describeChange(change)}` };
    const { end, outcome, why, output } = failed;
    return { outcome, saw: `${end.node}:${end.ifname}: ${why}`, output };
  },
});

function readImpair(written: Written, { step, sink }: ActionReadContext): LinkChange | undefined {
  const ms = (value: number | string | undefined): string | undefined =>
    typeof value === "number" ? `${value}ms` : value;
  const { loss, corrupt, duplicate, reorder, rate } = written;
  const [delay, jitter] = [ms(written.delay), ms(written.jitter)];
  const given = Object.entries({ delay, jitter, loss, corrupt, duplicate, reorder, rate });
  const read = parseImpairment(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  if (read.ok) return { what: "impair", impairment: read.impairment };
  for (const { key, message, hint } of read.mistakes) {
    sink.error("tests/impair", step.spanOf([key]), message, hint === undefined ? {} : { hint });
  }
  return undefined;
}
