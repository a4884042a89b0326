// Knows: what goes over a wire while the step after it happens.
// Refuses to know: what that step is.

import { z } from "zod";
import { defineCheck, type BeginContext, type Finding, type Inquiry } from "../check.ts";
import { trimAnswer } from "../excerpt.ts";
import { count, differsNumber, patternKey } from "../keys.ts";
import { isComparison } from "../match.ts";
import { startCapture, typedCapture } from "../packet-capture.ts";
import type { Packet } from "../pcap.ts";
import { readNode } from "../place.ts";

const schema = z.strictObject({
  at: z
    .string()
    .regex(/^[^:]+:[^:]+$/, { error: "node:interface" })
    .describe("Where: node:interface"),
  filter: z
    .string()
    .min(1)
    .optional()
    .describe("Which packets, as tcpdump takes it (pcap-filter): icmp and src 10.0.0.1"),
  matches: patternKey
    .optional()
    .describe("Count only packets whose line, as tcpdump -n prints it, matches this regular expression"),
  sees: z
    .union([
      z.enum(["some", "none"]),
      z.number(),
      z.string().refine(isComparison, { error: 'wanted some, none, a number, or a comparison such as ">= 3"' }),
    ])
    .optional()
    .describe(
      'How many: some (the default), none, a number, or ">= 3". It watches the next action, or the checks that follow',
    ),
});

interface Spec {
  readonly node: string;
  readonly ifname: string;
  readonly filter: string | undefined;
  readonly matches: string | undefined;
  readonly sees: string | number;
}

export default defineCheck({
  name: "capture",
  summary: "Packets go over a wire, or do not, while the next step happens",
  schema,
  watches: true,
  read(written, context): Spec | undefined {
    const [name = "", ifname = ""] = written.at.split(":");
    const node = readNode(name, ["at"], context);
    if (!node) return undefined;
    const { filter, matches, sees = "some" } = written;
    return { node: node.name, ifname, filter, matches, sees };
  },
  label: ({ node, ifname, filter, matches, sees }) => {
    const what = [filter ?? "packets", matches === undefined ? [] : `matching /${matches}/`].flat().join(" ");
    return `${node}:${ifname} sees ${sees === "some" ? what : sees === "none" ? `no ${what}` : `${sees} × ${what}`}`;
  },
  question: (spec) => typedCapture(spec),
  async begin(spec, context): Promise<Inquiry> {
    const capture = await startCapture(spec, context.runtime, processesToBegin * context.timeoutMs);
    return {
      ask: async () => judge(spec, await capture.packets()),
      end: async (failed) => {
        const bytes = await capture.stop(failed);
        return bytes ? keep(spec, bytes, context) : [];
      },
    };
  },
  ask: () => Promise.reject(new Error("a capture is asked through begin()")),
});

/** tcpdump for the filter, perl, and base64 where it takes that to see that it listens; each may take as long as a question, on a slow kernel too. */
const processesToBegin = 3;

function judge(spec: Spec, packets: readonly Packet[]): Finding {
  const pattern = spec.matches === undefined ? undefined : new RegExp(spec.matches);
  const found = packets.filter(({ text }) => pattern === undefined || pattern.test(text));
  const wanted = spec.sees === "some" ? ">= 1" : spec.sees === "none" ? 0 : spec.sees;
  const differs = differsNumber("packets", wanted, found.length);
  const first = found[0] === undefined ? "" : `: ${found[0].text}`;
  const others = found.length === packets.length ? "" : ` (and ${packets.length - found.length} others)`;
  return {
    outcome: differs.length === 0 ? "pass" : "fail",
    saw: `${count(found.length, "packet")}${others}${first}`,
    differs,
    answer: trimAnswer(packets.map(({ text }) => text).join("\n")) || "(no packets)",
    // What was sent is sent: more can come, but too many do not become fewer.
    final: differs.length > 0 && isTooMany(wanted, found.length),
  };
}

function isTooMany(wanted: string | number, got: number): boolean {
  return typeof wanted === "number" && got > wanted;
}

async function keep(spec: Spec, bytes: Uint8Array, { keepFile }: BeginContext): Promise<readonly string[]> {
  if (!keepFile) return [];
  try {
    return [`the capture is kept: ${await keepFile(`${spec.node}-${spec.ifname}.pcap`, bytes)}`];
  } catch (error) {
    // A full disk or a folder of somebody else's: the step has failed all the same, and its report says why.
    return [`the capture could not be kept: ${error instanceof Error ? error.message : String(error)}`];
  }
}
