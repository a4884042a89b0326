// Knows: what a command declares: its words, its options, its examples, and the function that runs it.
// Refuses to know: which commands there are (commands.ts) and how the words are parsed (program.ts).

import type { Output } from "../term/output.ts";

/** What a command may use of the process it runs in. */
export interface CommandContext {
  readonly output: Output;
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP, and when the reader of stdout went away. */
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  /** The agent's bundle, an absolute path. */
  readonly agentFile: string;
}

/** What the shell offers for a word. */
export type Completes = "lab-file" | "lab" | "lab-or-file" | "node" | "end" | "shell" | "command" | "file" | "none";

export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly optional?: boolean;
  /** Takes all the words that are left. */
  readonly variadic?: boolean;
  readonly completes: Completes;
  readonly choices?: readonly string[];
}

export interface OptionSpec {
  /** As commander reads it: `-l, --lab <lab>`. */
  readonly flags: string;
  readonly summary: string;
  /** The same option in another word: `--json=lines` for `--json-lines`. */
  readonly alias?: string;
  readonly completes?: Completes;
  readonly choices?: readonly string[];
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The words of the command line after parsing. */
export interface Invocation {
  readonly arguments: readonly string[];
  readonly options: OptionValues;
}

export type CommandGroup = "run" | "look" | "prepare" | "machine";

export interface CommandSpec {
  readonly name: string;
  readonly group: CommandGroup;
  /** One line, in the imperative, without a full stop. */
  readonly summary: string;
  /** More, for `labctl NAME --help`. */
  readonly about?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Words after the first argument belong to the command that is run, options too. */
  readonly passThrough?: boolean;
  /** Not in the help: for the shell's completion. */
  readonly hidden?: boolean;
  /** Returns the exit code. Whatever is slow to load is imported in here, so that `--help` stays fast. */
  readonly run: (invocation: Invocation, context: CommandContext) => Promise<number>;
}

export const jsonOption: OptionSpec = { flags: "--json", summary: "print JSON" };

export const labOption: OptionSpec = {
  flags: "-l, --lab <lab>",
  summary: "the lab; may be left out when only one is running",
  completes: "lab",
};

export const variantOption: OptionSpec = {
  flags: "--variant <name>",
  summary: "of a lab with variants, this one",
};

const kernels = ["host", "uml", "auto"] as const;

export const kernelOption: OptionSpec = {
  flags: "--kernel <kernel>",
  summary: "host: this machine's; uml: a user-mode kernel; auto: the first that can",
  choices: kernels,
};

/** `--kernel`, when it was given. */
export function kernelOf(options: OptionValues): { readonly kernel?: (typeof kernels)[number] } {
  const kernel = kernels.find((known) => known === options["kernel"]);
  return kernel === undefined ? {} : { kernel };
}

/** The value of `--name VALUE`, or undefined. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}
