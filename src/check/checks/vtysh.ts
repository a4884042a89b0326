// Knows: any FRR show command, its JSON matched as a subset or its text by a pattern.
// Refuses to know: what the answer means.

import { z } from "zod";
import { CouldNotAsk } from "../../observe/facts.ts";
import { fullShowCommand, showOwnerOf } from "../../observe/show-owner.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineCheck, type AskContext, type Finding } from "../check.ts";
import { excerptAround, trimAnswer } from "../excerpt.ts";
import { jsonKey, onKey, patternKey } from "../keys.ts";
import { describeMismatch, matchJson, type Json } from "../match.ts";
import { readNode, requireDaemon } from "../place.ts";

const schema = z
  .strictObject({
    on: onKey,
    show: z.string().min(1).describe("The show command, with or without the word show: `ip ospf neighbor`"),
    json: jsonKey.optional().describe("What its JSON must contain (subset match); asks with `json`"),
    matches: patternKey.optional().describe("A regular expression that its text must match (^ and $ at line ends)"),
    daemon: z.string().optional().describe("The daemon to ask; found from the command when not given"),
  })
  .refine((written) => (written.json === undefined) !== (written.matches === undefined), {
    error: "give either `json` or `matches`",
  });

interface Spec {
  readonly on: string;
  readonly command: string;
  /** undefined: several daemons answer, so vtysh itself is asked. */
  readonly daemon: string | undefined;
  readonly wanted: { readonly json: Json } | { readonly matches: string };
}

export default defineCheck({
  name: "vtysh",
  summary: "An FRR show command answers so",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node) return undefined;
    const command = fullShowCommand(written.show, written.json !== undefined);
    const daemon = written.daemon ?? showOwnerOf(command);
    if (!requireDaemon(node, daemon ?? "zebra", daemon === undefined ? ["on"] : ["show"], context)) return undefined;
    const wanted = written.json === undefined ? { matches: written.matches ?? "" } : { json: written.json };
    return { on: node.name, command, daemon, wanted };
  },
  label: (spec) =>
    `${spec.on}: ${spec.command.replace(/ json$/, "")}${"matches" in spec.wanted ? ` matches /${spec.wanted.matches}/` : ""}`,
  question: (spec) => typedVtysh(spec.on, spec.command).replace(/'$/, "json" in spec.wanted ? " json'" : "'"),
  async ask(spec, context): Promise<Finding> {
    if ("matches" in spec.wanted) return judgeText(spec.wanted.matches, await textOf(spec, context));
    return judgeJson(spec.wanted.json, await jsonOf(spec, context));
  },
});

async function textOf(spec: Spec, { facts }: AskContext): Promise<string> {
  if (spec.daemon !== undefined) return facts.show(spec.on, spec.daemon, spec.command);
  const result = await facts.exec(spec.on, ["vtysh", "-c", spec.command]);
  const failed = result.code !== 0 || result.stdout.startsWith("% ");
  if (!failed) return result.stdout;
  const why = (result.stderr.trim() || result.stdout.trim()).split("\n")[0];
  throw new CouldNotAsk(typedVtysh(spec.on, spec.command), why || `vtysh ended with ${result.code ?? result.signal}`);
}

async function jsonOf(spec: Spec, context: AskContext): Promise<Json> {
  if (spec.daemon !== undefined) return (await context.facts.showJson(spec.on, spec.daemon, spec.command)) as Json;
  const text = await textOf(spec, context);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new CouldNotAsk(typedVtysh(spec.on, spec.command), `no JSON but "${text.trim().split("\n")[0]}"`, {
      cause: error,
    });
  }
}

function judgeJson(pattern: Json, actual: Json): Finding {
  const misses = matchJson(pattern, actual);
  if (misses.length === 0)
    return { outcome: "pass", saw: "as wanted", differs: [], answer: trimAnswer(JSON.stringify(actual, undefined, 2)) };
  const saw = misses.length === 1 ? "one value differs" : `${misses.length} values differ`;
  return {
    outcome: "fail",
    saw,
    differs: misses.map(describeMismatch),
    answer: excerptAround(actual, misses[0]?.path ?? ""),
  };
}

function judgeText(pattern: string, text: string): Finding {
  const found = new RegExp(pattern, "m").exec(text);
  if (found) return { outcome: "pass", saw: lineAround(text, found.index), differs: [], answer: trimAnswer(text) };
  return {
    outcome: "fail",
    saw: "no line matches",
    differs: [`wanted a match for /${pattern}/`],
    answer: trimAnswer(text),
  };
}

function lineAround(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index - 1) + 1;
  const end = text.indexOf("\n", index);
  return text.slice(start, end < 0 ? undefined : end).trim();
}
