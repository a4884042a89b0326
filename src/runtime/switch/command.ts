// Knows: how the switch's own programs run another one and take what it says.
// Refuses to know: what is run.

import type * as ChildProcess from "node:child_process";
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from "node:fs";

export interface Said {
  readonly ok: boolean;
  readonly output: string;
  /** Only what it wrote as its result. */
  readonly stdout: string;
}

/** No command of a switch takes longer; one that does hangs. */
const timeoutMs = 60_000;

/** Loaded by the first command: with what it needs it costs 7 ms, and half of what `net` shows needs no command. */
function childProcess(): typeof ChildProcess {
  return process.getBuiltinModule("node:child_process");
}

/**
 * Ends with the command itself. A daemon that it starts and that keeps its descriptors open (FRR's do from 9 on) would
 * hold a pipe for as long as it runs; so what is said goes into files, which nobody waits for.
 */
export function runNow(argv: readonly string[]): Said {
  const [file = "", ...args] = argv;
  const { spawnSync } = childProcess();
  const [stdout, stderr] = [openNameless(), openNameless()];
  // In a session of its own, Ctrl-C in the terminal does not reach it: a change is not to be stopped half-way.
  const options = { timeout: timeoutMs, detached: true };
  const result = spawnSync(file, args, { ...options, stdio: ["ignore", stdout, stderr] });
  const [said, complained] = [readAndClose(stdout), readAndClose(stderr)];
  const output = result.error ? result.error.message : said + complained;
  return { ok: result.status === 0, output, stdout: said };
}

/** A file that has lost its name already: nothing is left behind, however this program ends. */
function openNameless(): number {
  const name = `/tmp/labctl-said-${process.pid}-${performance.now()}`;
  const descriptor = openSync(name, "wx+", 0o600);
  unlinkSync(name);
  return descriptor;
}

/** From the beginning, wherever the command has left off. */
function readAndClose(descriptor: number): string {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  readSync(descriptor, bytes, 0, bytes.length, 0);
  closeSync(descriptor);
  return bytes.toString("utf8");
}

export function run(argv: readonly string[]): Promise<Said> {
  const [file = "", ...args] = argv;
  const { spawn } = childProcess();
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (error) => resolve({ ok: false, output: error.message, stdout }));
    child.once("close", (code) => resolve({ ok: code === 0, output: stdout + stderr, stdout }));
  });
}
