// Knows: any command on a node: how it ended and what it printed.
// Refuses to know: what the command is for.

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import type { ExecResult } from "../../runtime/runtime.ts";
import { commandKey, firstLineOf, readCall, shownCall, isNoCommand, whyNotRun, type Call } from "../call.ts";
import { defineCheck, type Finding } from "../check.ts";
import { trimAnswer } from "../excerpt.ts";
import { differsNumber, numberKey, onKey } from "../keys.ts";
import { differsLine, differsPrinted, printedKey, type WantedPrint } from "../printed.ts";

const schema = z
  .strictObject({
    on: onKey,
    run: commandKey.optional().describe("The command: words in a string (no shell) or a list"),
    shell: z.string().optional().describe("… or a command for sh -c"),
    exit: numberKey.optional().describe("Its exit code; 0 when nothing else is said"),
    stdout: printedKey
      .optional()
      .describe("What it prints: a text it contains, or equals, contains, matches, lines, json"),
    stderr: printedKey.optional().describe("What it prints to the error stream"),
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

interface Spec extends Call {
  readonly exit: number | string;
  readonly stdout: WantedPrint | undefined;
  readonly stderr: WantedPrint | undefined;
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
    if (broken !== undefined) return { outcome: "error", saw: broken, differs: [], final: results.some(isNoCommand) };
    const [result, other] = results as [ExecResult, ExecResult | undefined];
    const differs = [
      ...differsNumber("exit", spec.exit, result.code),
      ...differsPrinted("stdout", spec.stdout, result.stdout),
      ...differsPrinted("stderr", spec.stderr, result.stderr),
      ...(other && other.stdout !== result.stdout ? differsLine(result.stdout, other.stdout) : []),
    ];
    const printed = trimAnswer([result.stdout, result.stderr].filter((text) => text.trim() !== "").join("\n"));
    const saw = `exit ${result.code}${printed === "" ? ", no output" : `, ${firstLineOf(printed)}`}`;
    return { outcome: differs.length === 0 ? "pass" : "fail", saw, differs, answer: printed || "(no output)" };
  },
});
