// Knows: how a command is run inside the sandbox, in a node or not, with a deadline, and its output collected.
// Refuses to know: who asked.

import type { Readable } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import type { ExecResult } from "../runtime.ts";
import { startProgram, type Program } from "./program.ts";

export interface CommandRequest {
  readonly argv: readonly string[];
  readonly stdin?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface RunningCommand {
  readonly done: Promise<ExecResult>;
  kill(): void;
}

/** More output than this is cut: a runaway command must not take the lab's memory. */
const maxOutputBytes = 32 * 1024 * 1024;

/** Pipes hold 64 KiB (pipe(7)); reading that takes far less. */
const drainMs = 100;

/** Starts `prefix argv`; the result names `argv` alone, because that is what was asked. */
export function startCommand(prefix: readonly string[], request: CommandRequest): RunningCommand {
  const startedAt = performance.now();
  const { argv, stdin, env = {}, timeoutMs } = request;
  let program: Program | undefined;
  let killed = false;
  const kill = (): void => {
    killed = true;
    try {
      // It leads a group of its own: killing that reaches what it has started in the node's pid namespace, too.
      if (program) process.kill(-program.pid, "SIGKILL");
    } catch {
      // it has ended meanwhile
    }
  };
  let timedOut = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          kill();
        }, timeoutMs);

  const run = async (): Promise<Omit<ExecResult, "argv" | "timedOut" | "tookMs">> => {
    try {
      program = await startProgram({ argv: [...prefix, ...argv], env, stdin: stdin !== undefined });
    } catch (error) {
      return { code: undefined, signal: undefined, stdout: "", stderr: (error as Error).message };
    }
    if (killed) kill();
    const [stdout, stderr] = [collect(program.stdout), collect(program.stderr)];
    program.stdin?.on("error", () => {}); // it did not read all of its input: its exit code tells
    program.stdin?.end(stdin);
    const { code, signal } = await program.ended;
    // A daemon it left behind may hold the pipes for ever (mgmtd of FRR 10 does): what the command itself wrote is
    // in them by now, so they are read out and let go.
    await Promise.race([Promise.all([stdout.closed, stderr.closed]), after(drainMs)]);
    program.stdout.destroy();
    program.stderr.destroy();
    return { code, signal, stdout: stdout.text(), stderr: stderr.text() };
  };
  const done = run().then((result) => {
    clearTimeout(timer);
    return { argv, ...result, timedOut, tookMs: performance.now() - startedAt };
  });
  return { done, kill };
}

function collect(stream: Readable): { readonly closed: Promise<void>; text(): string } {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < maxOutputBytes) chunks.push(chunk);
    size += chunk.length;
  });
  stream.on("error", () => {}); // "close" follows
  const closed = new Promise<void>((resolve) => stream.once("close", () => resolve()));
  return { closed, text: () => Buffer.concat(chunks).toString("utf8") };
}
