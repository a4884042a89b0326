// Knows: changing a router's configuration while it runs: FRR lines through vtysh, or NCLU commands.
// Refuses to know: what the lines mean.

import { z } from "zod";
import { splitWords } from "../../base/shell-words.ts";
import { readNode } from "../../check/place.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineAction, type ActionOutcome } from "../action.ts";

const lines = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const schema = z
  .strictObject({
    on: z.string().min(1).describe("The router"),
    frr: lines.optional().describe("Configuration lines as in frr.conf, contexts and `no …` included"),
    nclu: lines.optional().describe("NCLU or NVUE commands (kind cumulus): net add …, net commit"),
  })
  .refine((written) => (written.frr === undefined) !== (written.nclu === undefined), {
    error: "give either `frr` or `nclu`",
  });

interface Spec {
  readonly on: string;
  readonly what: "frr" | "nclu";
  readonly lines: readonly string[];
  /** The commands to run, in order; the first that fails ends it. */
  readonly commands: readonly (readonly string[])[];
}

export default defineAction({
  name: "configure",
  summary: "Enters configuration lines into FRR, or NCLU commands",
  schema,
  read(written, context): Spec | undefined {
    const { step, sink } = context;
    const node = readNode(written.on, ["on"], context);
    if (!node) return undefined;
    const what = written.frr === undefined ? "nclu" : "frr";
    const text = written.frr ?? written.nclu ?? [];
    const entered = (typeof text === "string" ? text.split("\n") : text)
      .map((line) => line.trimEnd())
      .filter((line) => line.trim() !== "" && !/^\s*[!#]/.test(line));
    if (node.kind !== "cumulus" && (what === "nclu" || node.kind !== "frr")) {
      const message = what === "nclu" ? `${node.name} is no Cumulus switch` : `${node.name} runs no FRR`;
      sink.error("tests/no-frr", step.spanOf(["on"]), `${message} (kind ${node.kind})`);
      return undefined;
    }
    if (what === "frr") {
      const argv = ["vtysh", "-c", "configure terminal", ...entered.flatMap((line) => ["-c", line.trim()])];
      return { on: node.name, what, lines: entered, commands: [argv] };
    }
    const commands = entered.map((line) => splitWords(line));
    const isNclu = (words: readonly string[]): boolean => /^(sudo )?(net|nv)( |$)/.test(words.join(" "));
    const bad = commands.findIndex((split) => !split.ok || split.operator !== undefined || !isNclu(split.words));
    if (bad < 0)
      return { on: node.name, what, lines: entered, commands: commands.map((words) => (words.ok ? words.words : [])) };
    sink.error("tests/command", step.spanOf(["nclu"]), `"${entered[bad]?.trim()}" is no NCLU command`, {
      hint: "net add|del|commit …",
    });
    return undefined;
  },
  label: ({ on, lines: entered }) => {
    const [first = "", ...rest] = entered.map((line) => line.trim());
    return `configure ${on}: ${first}${rest.length === 0 ? "" : ` … (${rest.length + 1} lines)`}`;
  },
  command: ({ on, commands }) => commands.map((argv) => typedExec(on, argv)).join("\n"),
  async perform({ on, what, lines: entered, commands }, { runtime, timeoutMs, signal }): Promise<ActionOutcome> {
    const printed: string[] = [];
    for (const argv of commands) {
      const result = await runtime.exec(on, argv, { timeoutMs, signal });
      const output = `${result.stdout}${result.stderr}`.trim();
      if (output !== "") printed.push(output);
      // vtysh says what it does not like on a line that begins with %, whatever its exit code.
      const refused = what === "frr" ? /^%.*$/m.exec(output)?.[0] : undefined;
      if (result.code === 0 && refused === undefined) continue;
      const saw = refused ?? (output.split("\n")[0] || `${argv[0]} ended with ${result.code ?? result.signal}`);
      return { outcome: "fail", saw, output: printed.join("\n") };
    }
    return {
      outcome: "pass",
      saw: `${entered.length} ${entered.length === 1 ? "line" : "lines"} taken`,
      output: printed.join("\n"),
    };
  },
});
