// Knows: any command on a node: how it ended and what it printed.
// Refuses to know: what the command is for.

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import type { ExecResult } from "../../runtime/runtime.ts";
import { commandKey, firstLineOf, readCall, shownCall, whyNotRun, type Call } from "../call.ts";
import { defineCheck, type Finding } from "../check.ts";
import { trimAnswer } from "../excerpt.ts";
import { differsNumber, jsonKey, numberKey, onKey, patternKey, wantedGot } from "../keys.ts";
import { describeMismatch, matchJson, type Json } from "../match.ts";

const output = z.union([
  z.string(),
  z.strictObject({
    equals: z.string().optional().describe("Exactly this text; white space at the end does not count"),
    contains: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe("This text somewhere, or all of a list"),
    matches: patternKey.optional().describe("A regular expression (^ and $ at line ends)"),
    lines: numberKey.optional().describe("How many lines it has; an empty text has none"),
    json: jsonKey.optional().describe("It is JSON that contains this (subset match)"),
  }),
]);

const schema = z
  .strictObject({
    on: onKey,
    run: commandKey.optional().describe("The command: words in a string (no shell) or a list"),
    shell: z.string().optional().describe("… or a command for sh -c"),
    exit: numberKey.optional().describe("Its exit code; 0 when nothing else is said"),
    stdout: output.optional().describe("What it prints: a text it contains, or equals, contains, matches, lines, json"),
    stderr: output.optional().describe("What it prints to the error stream"),
    "same-as": z
      .strictObject({
        on: onKey,
        run: commandKey.optional().describe("The other command"),
        shell: z.string().optional().describe("… or the other shell command"),
      })
      .optional()
      .describe("Another command that must print the same"),
  })
  .refine((written) => (written.run === undefined) !== (written.shell === undefined), {
    error: "give either `run` or `shell`",
  });

type Output = z.infer<typeof output>;

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
    const what = `${spec.on}: ${shownCall(spec.argv)}`;
    if (spec.other) return `${what} prints the same as ${spec.other.on}: ${shownCall(spec.other.argv)}`;
    return spec.exit === 0 ? what : `${what} exits ${spec.exit}`;
  },
  question: (spec) => [spec, ...(spec.other ? [spec.other] : [])].map(({ on, argv }) => typedExec(on, argv)).join("\n"),
  async ask(spec, { runtime, timeoutMs, signal }): Promise<Finding> {
    const calls = [spec, ...(spec.other ? [spec.other] : [])];
    // Not shared between checks: a command may well change what it looks at.
    const results = await Promise.all(calls.map(({ on, argv }) => runtime.exec(on, argv, { timeoutMs, signal })));
    const broken = results.map(whyNotRun).find((why) => why !== undefined);
    if (broken !== undefined) return { outcome: "error", saw: broken, differs: [] };
    const [result, other] = results as [ExecResult, ExecResult | undefined];
    const differs = [
      ...differsNumber("exit", spec.exit, result.code),
      ...differsOutput("stdout", spec.stdout, result.stdout),
      ...differsOutput("stderr", spec.stderr, result.stderr),
      ...(other && other.stdout !== result.stdout ? differsLine(result.stdout, other.stdout) : []),
    ];
    const printed = trimAnswer([result.stdout, result.stderr].filter((text) => text.trim() !== "").join("\n"));
    const saw = `exit ${result.code}${printed === "" ? ", no output" : `, ${firstLineOf(printed)}`}`;
    return { outcome: differs.length === 0 ? "pass" : "fail", saw, differs, answer: printed || "(no output)" };
  },
});

function differsOutput(what: string, wanted: Output | undefined, got: string): string[] {
  if (wanted === undefined) return [];
  const { equals, contains, matches, lines, json } = typeof wanted === "string" ? { contains: wanted } : { ...wanted };
  const parts = contains === undefined ? [] : typeof contains === "string" ? [contains] : contains;
  return [
    ...(equals === undefined || equals.trimEnd() === got.trimEnd() ? [] : differsLine(got, equals, what)),
    ...parts.filter((part) => !got.includes(part)).map((part) => `${what}: wanted it to contain "${part}"`),
    ...(matches === undefined || new RegExp(matches, "m").test(got)
      ? []
      : [`${what}: wanted a match for /${matches}/`]),
    ...(lines === undefined ? [] : differsNumber(`${what} lines`, lines, linesOf(got).length)),
    ...(json === undefined ? [] : differsJson(what, json, got)),
  ];
}

function differsJson(what: string, wanted: Json, got: string): string[] {
  let value: Json;
  try {
    value = JSON.parse(got) as Json;
  } catch {
    return [wantedGot(what, "JSON", `"${firstLineOf(got)}"`)];
  }
  return matchJson(wanted, value).map((miss) => `${what} ${describeMismatch(miss)}`);
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd() === "" ? [] : text.trimEnd().split("\n");
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
