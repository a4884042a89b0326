// Knows: which command lines can be answered at once, and where all others go.
// Refuses to know: how words are parsed (command-tree.ts).

import pkg from "../../package.json" with { type: "json" };
import { ExitCode } from "../base/errors.ts";
import type { CommandContext } from "./command.ts";
import { commands } from "./commands.ts";
import { programHelp } from "./help.ts";

export const version = pkg.version;

const asksForHelp = new Set(["--help", "-h", "help"]);

/**
 * Runs one command line and returns its exit code. Throws UsageError for words it cannot make sense of. The help needs
 * no parser: loading commander would double the time it takes.
 */
export async function runProgram(argv: readonly string[], context: CommandContext): Promise<number> {
  const { out } = context.output;
  const [first, ...others] = argv;
  if (first === undefined || (asksForHelp.has(first) && others.length === 0)) {
    out.write(programHelp(commands, out.style));
    return ExitCode.ok;
  }
  const { runCommand } = await import("./command-tree.ts");
  return runCommand(argv, context);
}
