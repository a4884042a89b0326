// Knows: how a command is run inside the sandbox, in a node or not, with a deadline, and its output collected.
// Refuses to know: who asked.

import { spawn } from "node:child_process";
import type { ExecResult } from "../runtime.ts";

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
  const [file, ...args] = [...prefix, ...request.argv];
  // A session of its own: killing its group reaches what nsenter forked into the node's pid namespace, too.
  const child = spawn(file ?? "", args, {
    detached: true,
    cwd: "/",
    stdio: [request.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    env: { ...process.env, ...request.env },
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // it has ended meanwhile
    }
  };
  const collect = (stream: NodeJS.ReadableStream): (() => string) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      if (size < maxOutputBytes) chunks.push(chunk);
      size += chunk.length;
    });
    return () => Buffer.concat(chunks).toString("utf8");
  };
  const stdout = collect(child.stdout as NodeJS.ReadableStream);
  const stderr = collect(child.stderr as NodeJS.ReadableStream);
  child.stdin?.on("error", () => {}); // it did not read all of its input: its exit code tells
  child.stdin?.end(request.stdin);

  let timedOut = false;
  const timer =
    request.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          kill();
        }, request.timeoutMs);
  const done = new Promise<ExecResult>((resolve) => {
    const finish = (code: number | null, signal: string | null, failure = ""): void => {
      clearTimeout(timer);
      resolve({
        argv: request.argv,
        code: code ?? undefined,
        signal: signal ?? undefined,
        stdout: stdout(),
        stderr: stderr() + failure,
        timedOut,
        tookMs: performance.now() - startedAt,
      });
    };
    child.once("error", (error) => finish(null, null, error.message));
    child.once("close", finish);
    child.once("exit", (code, signal) => {
      // A daemon it left behind may hold the pipes for ever (mgmtd of FRR 10 does): what the command itself wrote is
      // in them by now, so they are read out and let go.
      setTimeout(() => {
        finish(code, signal);
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, drainMs);
    });
  });
  return { done, kill };
}
