// Knows: how a program is started with its input and outputs as streams: by this process, or in a guest by the launcher.
// Refuses to know: what is done with them (command.ts).

import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { createLauncher } from "./launcher.ts";

export interface Program {
  /** Leader of a session and process group of its own. */
  readonly pid: number;
  /** None: it reads /dev/null. */
  readonly stdin: Writable | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly ended: Promise<{ readonly code: number | undefined; readonly signal: string | undefined }>;
}

export interface ProgramRequest {
  readonly argv: readonly string[];
  /** In addition to what this process has. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: boolean;
}

/** To start a program Node copies itself (fork(2)): 1 ms on most machines, 35 ms in a guest. */
const launcher = process.env["LABCTL_LINE"] === undefined ? undefined : createLauncher();

/** Rejects when there is no such program. */
export async function startProgram(request: ProgramRequest): Promise<Program> {
  return (await launcher?.start(request)) ?? spawned(request);
}

async function spawned({ argv, env, stdin }: ProgramRequest): Promise<Program> {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, {
    detached: true,
    cwd: "/",
    stdio: [stdin ? "pipe" : "ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<Awaited<Program["ended"]>>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
  const { pid } = child;
  if (pid === undefined) throw await new Promise<Error>((resolve) => child.once("error", resolve));
  // With stdio as above both are there.
  const [stdout, stderr] = [child.stdout as Readable, child.stderr as Readable];
  return { pid, stdin: child.stdin ?? undefined, stdout, stderr, ended };
}
