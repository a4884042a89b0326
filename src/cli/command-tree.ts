// Knows: how the words of the command line are parsed (commander), and how a parse ends.
// Refuses to know: what a command does (commands/) and how errors are printed (main.ts).

import { Argument, Command, CommanderError, Option } from "commander";
import { ExitCode, UsageError } from "../base/errors.ts";
import type { CommandContext, CommandSpec, OptionValues } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, programHelp } from "./help.ts";

/** Parses the words, runs their command and returns its exit code. */
export async function runCommand(argv: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = ExitCode.ok;
  const program = buildProgram(context, (code) => (exitCode = code));
  try {
    await program.parseAsync(withoutAliases(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // --help and --version end by throwing too.
    if (error.exitCode !== 0) throw usageError(error, argv);
  }
  return exitCode;
}

function withoutAliases(argv: readonly string[]): string[] {
  const options = commands.find(({ name }) => name === argv[0])?.options ?? [];
  const flagOf = new Map(options.flatMap(({ alias, flags }) => (alias === undefined ? [] : [[alias, flags] as const])));
  return argv.map((word) => flagOf.get(word) ?? word);
}

function buildProgram(context: CommandContext, ended: (exitCode: number) => void): Command {
  const { out } = context.output;
  const program = new Command("labctl");
  program.exitOverride().enablePositionalOptions().showSuggestionAfterError();
  program.configureOutput({ writeOut: out.write, writeErr: () => undefined, outputError: () => undefined });
  program.version(context.version, "-V, --version", "print the version");
  program.helpInformation = () => programHelp(commands, out.style);
  program.helpCommand("help [command]", "show help for a command");
  for (const spec of commands) addCommand(program, spec, context, ended);
  return program;
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  context: CommandContext,
  ended: (exitCode: number) => void,
): void {
  const command = program.command(spec.name, { hidden: spec.hidden ?? false });
  command.helpInformation = () => commandHelp(spec, context.output.out.style);
  if (spec.passThrough === true) command.passThroughOptions();
  for (const { name, optional, variadic, choices } of spec.arguments ?? []) {
    const word = variadic === true ? `${name}...` : name;
    const argument = new Argument(optional === true ? `[${word}]` : `<${word}>`);
    command.addArgument(choices ? argument.choices(choices) : argument);
  }
  for (const { flags, summary, choices } of spec.options ?? []) {
    const option = new Option(flags, summary);
    if (choices) option.choices(choices);
    command.addOption(option);
  }
  command.action(async () => {
    const options = command.opts<OptionValues>();
    ended(await spec.run({ arguments: command.args, options }, context));
  });
}

/** commander's message without its "error: ", and the help that shows what would be right. */
function usageError(error: CommanderError, argv: readonly string[]): UsageError {
  const [message = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = more.join(" ").trim();
  const name = commands.find((command) => command.name === argv[0])?.name;
  const help = name === undefined ? "labctl --help" : `labctl ${name} --help`;
  return new UsageError(suggestion === "" ? message : `${message} ${suggestion}`, `see \`${help}\``);
}
