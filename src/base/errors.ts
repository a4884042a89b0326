// Knows: the ways labctl can fail and the exit code of each.
// Refuses to know: how an error is printed, and when the process exits (main.ts does both).

import type { Diagnostic } from "./diagnostics.ts";
import type { Span } from "./span.ts";

/** Exit codes as documented (docs/commands.md). `exec`, `shell` and `vtysh` pass the inner code through. */
export const ExitCode = {
  ok: 0,
  testFailed: 1,
  badInput: 2,
  cannotHere: 3,
  commandFailed: 4,
  wrongState: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** An error labctl expects: it is shown short, without a stack. Anything else that is thrown is a bug (70). */
export abstract class LabctlError extends Error {
  abstract readonly exitCode: ExitCode;
  /** What to do next; printed on a line of its own. */
  readonly hint: string | undefined;
  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** The lab file (or a file it names) is wrong. */
export class LabFileError extends LabctlError {
  override readonly name = "LabFileError";
  readonly exitCode = ExitCode.badInput;
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((d) => d.severity === "error").length;
    super(`${errors} mistake${errors === 1 ? "" : "s"} in the lab file`);
    this.diagnostics = diagnostics;
  }
}

/** The command line is wrong: an unknown node, a missing argument. */
export class UsageError extends LabctlError {
  override readonly name = "UsageError";
  readonly exitCode = ExitCode.badInput;
}

/** This machine cannot: a tool, a kernel feature or a permission is missing. The hint says what mends it. */
export class HostError extends LabctlError {
  override readonly name = "HostError";
  readonly exitCode = ExitCode.cannotHere;
}

/** A step of the plan, or a command in a node, failed. */
export class CommandError extends LabctlError {
  override readonly name = "CommandError";
  readonly exitCode = ExitCode.commandFailed;
  /** The line of the lab file that asked for it. */
  readonly at: Span | undefined;
  /** The command as one could type it, and what it printed: never trimmed. */
  readonly command: string | undefined;
  readonly output: string;
  constructor(message: string, detail: { at?: Span; command?: string; output?: string; hint?: string } = {}) {
    super(message, detail.hint);
    this.at = detail.at;
    this.command = detail.command;
    this.output = detail.output ?? "";
  }
}

/** Right command, wrong moment: already deployed, not running, locked by another labctl. */
export class StateError extends LabctlError {
  override readonly name = "StateError";
  readonly exitCode = ExitCode.wrongState;
}

/** The user pressed Ctrl-C, or a signal ended the command. */
export class InterruptedError extends LabctlError {
  override readonly name = "InterruptedError";
  readonly exitCode = ExitCode.interrupted;
}
