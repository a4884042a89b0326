// Knows: a command that changes something and must succeed; what it prints may matter, too.
// Refuses to know: what it changes.

import { z } from "zod";
import { commandKey, firstLineOf, readCall, shownCall, whyNotRun } from "../../check/call.ts";
import { trimAnswer } from "../../check/excerpt.ts";
import { differsPrinted, printedKey } from "../../check/printed.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineAction } from "../action.ts";

const schema = z
  .strictObject({
    on: z.string().min(1).describe("The node it runs on"),
    run: commandKey.optional().describe("The command: words in a string (no shell) or a list"),
    shell: z.string().optional().describe("… or a command for sh -c"),
    stdout: printedKey
      .optional()
      .describe("What it must print: a text it contains, or equals, contains, matches, lines, json"),
  })
  .refine((written) => (written.run === undefined) !== (written.shell === undefined), {
    error: "give either `run` or `shell`",
  });

export default defineAction({
  name: "run",
  summary: "Runs a command on a node; it must exit with 0",
  schema,
  read(written, context) {
    const call = readCall(written, [], context);
    return call && { ...call, stdout: written.stdout };
  },
  label: ({ on, argv }) => `${on}: ${shownCall(argv)}`,
  command: ({ on, argv }) => typedExec(on, argv),
  async perform({ on, argv, stdout }, { runtime, timeoutMs, signal }) {
    const result = await runtime.exec(on, argv, { timeoutMs, signal });
    const output = trimAnswer([result.stdout, result.stderr].filter((text) => text.trim() !== "").join("\n"));
    const broken = whyNotRun(result);
    if (broken !== undefined) return { outcome: "error", saw: broken, output };
    const saw = `exit ${result.code}${output === "" ? "" : `, ${firstLineOf(output)}`}`;
    if (result.code !== 0) return { outcome: "fail", saw, output };
    const [differs] = differsPrinted("stdout", stdout, result.stdout);
    return differs === undefined ? { outcome: "pass", saw, output } : { outcome: "fail", saw: differs, output };
  },
});
