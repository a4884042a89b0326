// Knows: what can be asked of a running lab. The interface; the sandbox behind it is runtime/sandbox.ts.
// Refuses to know: why it is asked (check/, observe/ and app/ do).

import type { Calls, EngineCall } from "./agent/protocol.ts";
import { ExitCode, LabctlError } from "../base/errors.ts";
import type { Ending } from "../model/ending.ts";

/** How a command ended. It never throws for a command that failed: that is an answer. */
export interface ExecResult {
  readonly argv: readonly string[];
  /** undefined when a signal ended it, or when it could not be started (then `stderr` says why). */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly tookMs: number;
}

export interface ExecOptions {
  readonly timeoutMs?: number;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Aborting kills the command. */
  readonly signal?: AbortSignal;
}

/** What a daemon answered on its vty socket. Status as in lib/command.h: 0 ok, 1 warning, 2 no such command, 4 incomplete, 13 refused. */
export interface VtyAnswer {
  readonly status: number;
  readonly text: string;
}

/** A process labctl watches over in a node: an FRR daemon or a service. */
export interface ProcessState {
  readonly node: string;
  readonly name: string;
  readonly kind: "daemon" | "service";
  /** `running`; `exited`: ended and stays so; `restarting`: ended, will be started again. */
  readonly state: "running" | "exited" | "restarting";
  readonly pid: number | undefined;
  readonly restarts: number;
  /** How it ended last, in words: `exit 1`, `SIGKILL`. */
  readonly lastExit: string | undefined;
}

/** A running lab. Everything throws LabAgentGone when the lab dies meanwhile. */
export interface LabRuntime {
  /** Runs a command in a node (undefined: in the sandbox itself, where `ip netns` knows the nodes). */
  exec(node: string | undefined, argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** Asks one FRR daemon of a node. Throws VtyUnavailable when that daemon does not answer. */
  vty(node: string, daemon: string, command: string, options?: { timeoutMs?: number }): Promise<VtyAnswer>;
  processes(): Promise<readonly ProcessState[]>;
  /**
   * Whether there is something in a file of the node, now or within this time. Absent where nobody can tell; undefined:
   * this lab cannot (its agent is older than the question).
   */
  fileWritten?(node: string, path: string, timeoutMs: number): Promise<boolean | undefined>;
  /**
   * Stops (asks it to end), kills (SIGKILL) or starts a whole node, or one daemon or service of it, and resolves when that
   * is done, with how they ended that did. Throws CommandError when it does not work. Absent where the lab cannot.
   */
  control?(
    target: { readonly node: string; readonly process?: string },
    what: "start" | "stop" | "restart" | "kill",
    options?: { readonly timeoutMs?: number },
  ): Promise<readonly Ending[]>;
  /**
   * Asks the engine of containers and networks (agent/engine). Throws CommandError with the engine's own words. Absent
   * where there is no engine, as in a fake.
   */
  engine?<C extends EngineCall>(call: C, body: Calls[C]["request"]): Promise<Calls[C]["reply"]>;
  /**
   * Tells `heard` in which nodes the kernel changes a link, an address, a route or a neighbour, soon after each change.
   * Resolves when it listens, so that what changes from then on is not missed; where the kernel cannot be listened to,
   * with a watch that knows no nodes.
   */
  changes(heard: (nodes: readonly string[]) => void): Promise<KernelWatch>;
  close(): void;
}

export interface KernelWatch {
  /** The nodes it can tell of; none any more when it has ended by itself. */
  readonly nodes: () => ReadonlySet<string>;
  end(): void;
}

/** The daemon is not running, or did not answer in time: the question could not be asked. */
export class VtyUnavailable extends Error {
  override readonly name = "VtyUnavailable";
}

/** The lab is gone: its anchor or its agent ended. */
export class LabAgentGone extends LabctlError {
  override readonly name = "LabAgentGone";
  readonly exitCode = ExitCode.wrongState;
}
