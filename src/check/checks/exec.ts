// Knows: any command on a node: how it ended and what it printed.
// Refuses to know: what the command is for.

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import type { ExecResult } from "../../runtime/runtime.ts";
import { splitWords } from "../command-words.ts";
import { defineCheck, type Finding, type ReadContext } from "../check.ts";
import { trimAnswer } from "../excerpt.ts";
import { differsNumber, jsonKey, numberKey, onKey, patternKey, wantedGot } from "../keys.ts";
import { describeMismatch, matchJson, type Json } from "../match.ts";
import { readNode } from "../place.ts";

const command = z.union([z.string().min(1), z.array(z.union([z.string(), z.number()])).min(1)]);

const output = z.union([
  z.string(),
  z.strictObject({
    equals: z.string().optional().describe("Exactly this text; white space at the end does not count"),
    contains: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe("This text somewhere, or all of a list"),
    matches: patternKey.optional().describe("A regular expression (^ and $ at line ends)"),
    json: jsonKey.optional().describe("It is JSON that contains this (subset match)"),
  }),
]);

const schema = z
  .strictObject({
    on: onKey,
    run: command.optional().describe("The command: words in a string (no shell) or a list"),
    shell: z.string().optional().describe("… or a command for sh -c"),
    exit: numberKey.optional().describe("Its exit code; 0 when nothing else is said"),
    stdout: output.optional().describe("What it prints: a text it contains, or equals, contains, matches, json"),
    stderr: output.optional().describe("What it prints to the error stream"),
    "same-as": z
      .strictObject({
        on: onKey,
        run: command.optional().describe("The other command"),
        shell: z.string().optional().describe("… or the other shell command"),
      })
      .optional()
      .describe("Another command that must print the same"),
  })
  .refine((written) => (written.run === undefined) !== (written.shell === undefined), {
    error: "give either `run` or `shell`",
  });

type Output = z.infer<typeof output>;

interface Call {
  readonly on: string;
  readonly argv: readonly string[];
}

interface Spec extends Call {
  readonly exit: number | string;
  readonly stdout: Output | undefined;
  readonly stderr: Output | undefined;
  readonly other: Call | undefined;
}

export default defineCheck({
  name: "exec",
  summary: "A command on a node ends so, and prints this",
  schema,
  read(written, context): Spec | undefined {
    const call = readCall(written, [], context);
    const other = written["same-as"] && readCall(written["same-as"], ["same-as"], context);
    if (!call || (written["same-as"] && !other)) return undefined;
    return { ...call, exit: written.exit ?? 0, stdout: written.stdout, stderr: written.stderr, other };
  },
  label: (spec) => {
    const what = `${spec.on}: ${shown(spec.argv)}`;
    if (spec.other) return `${what} prints the same as ${spec.other.on}: ${shown(spec.other.argv)}`;
    return spec.exit === 0 ? what : `${what} exits ${spec.exit}`;
  },
  question: (spec) => [spec, ...(spec.other ? [spec.other] : [])].map(({ on, argv }) => typedExec(on, argv)).join("\n"),
  async ask(spec, { runtime, timeoutMs, signal }): Promise<Finding> {
    const calls = [spec, ...(spec.other ? [spec.other] : [])];
    // Not shared between checks: a command may well change what it looks at.
    const results = await Promise.all(calls.map(({ on, argv }) => runtime.exec(on, argv, { timeoutMs, signal })));
    const broken = results.map(whyNot).find((why) => why !== undefined);
    if (broken !== undefined) return { outcome: "error", saw: broken, differs: [] };
    const [result, other] = results as [ExecResult, ExecResult | undefined];
    const differs = [
      ...differsNumber("exit", spec.exit, result.code),
      ...differsOutput("stdout", spec.stdout, result.stdout),
      ...differsOutput("stderr", spec.stderr, result.stderr),
      ...(other && other.stdout !== result.stdout ? differsLine(result.stdout, other.stdout) : []),
    ];
    const printed = trimAnswer([result.stdout, result.stderr].filter((text) => text.trim() !== "").join("\n"));
    const saw = `exit ${result.code}${printed === "" ? ", no output" : `, ${firstLine(printed)}`}`;
    return { outcome: differs.length === 0 ? "pass" : "fail", saw, differs, answer: printed || "(no output)" };
  },
});

function readCall(
  written: { on: string; run?: string | (string | number)[] | undefined; shell?: string | undefined },
  path: readonly string[],
  context: ReadContext,
): Call | undefined {
  const node = readNode(written.on, [...path, "on"], context);
  if (!node) return undefined;
  if (written.shell !== undefined) return { on: node.name, argv: ["sh", "-c", written.shell] };
  if (Array.isArray(written.run)) return { on: node.name, argv: written.run.map(String) };
  const words = splitWords(written.run ?? "");
  if (words.ok && words.words.length > 0) return { on: node.name, argv: words.words };
  const why = words.ok ? "there is no command" : words.why;
  context.sink.error("tests/command", context.step.spanOf([...path, "run"]), why, {
    hint: "there is no shell here: `shell:` runs one",
  });
  return undefined;
}

function differsOutput(what: string, wanted: Output | undefined, got: string): string[] {
  if (wanted === undefined) return [];
  const { equals, contains, matches, json } = typeof wanted === "string" ? { contains: wanted } : { ...wanted };
  const parts = contains === undefined ? [] : typeof contains === "string" ? [contains] : contains;
  return [
    ...(equals === undefined || equals.trimEnd() === got.trimEnd() ? [] : differsLine(got, equals, what)),
    ...parts.filter((part) => !got.includes(part)).map((part) => `${what}: wanted it to contain "${part}"`),
    ...(matches === undefined || new RegExp(matches, "m").test(got)
      ? []
      : [`${what}: wanted a match for /${matches}/`]),
    ...(json === undefined ? [] : differsJson(what, json, got)),
  ];
}

function differsJson(what: string, wanted: Json, got: string): string[] {
  let value: Json;
  try {
    value = JSON.parse(got) as Json;
  } catch {
    return [wantedGot(what, "JSON", `"${firstLine(got)}"`)];
  }
  return matchJson(wanted, value).map((miss) => `${what} ${describeMismatch(miss)}`);
}

/** The first line in which two texts differ. */
function differsLine(got: string, wanted: string, what = "stdout"): string[] {
  const [gotLines, wantedLines] = [got.trimEnd().split("\n"), wanted.trimEnd().split("\n")];
  for (let i = 0; i < Math.max(gotLines.length, wantedLines.length); i++) {
    if (gotLines[i] === wantedLines[i]) continue;
    return [`${what} line ${i + 1}: wanted ${quoted(wantedLines[i])}, got ${quoted(gotLines[i])}`];
  }
  return [];
}

function quoted(line: string | undefined): string {
  return line === undefined ? "no more lines" : `"${line}"`;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

/** A command too long for a label is cut; the question has all of it. */
function shown(argv: readonly string[]): string {
  const text = (argv[0] === "sh" && argv[1] === "-c" ? (argv[2] ?? "") : argv.join(" ")).replaceAll(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Why a command has no exit code of its own; undefined when it has one. */
function whyNot(result: ExecResult): string | undefined {
  if (result.timedOut) return `no end after ${Math.round(result.tookMs)} ms`;
  if (result.signal !== undefined) return `ended by ${result.signal}`;
  if (result.code === undefined) return firstLine(result.stderr) || "it could not be started";
  // nsenter, which takes the command into the node, found no such program there.
  if (result.code === 127 && result.stderr.startsWith("nsenter: failed to execute"))
    return `there is no command "${result.argv[0]}"`;
  return undefined;
}
