// Knows: how the switch's own programs run another one and take what it says.
// Refuses to know: what is run.

import type * as ChildProcess from "node:child_process";

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

export function runNow(argv: readonly string[], input = ""): Said {
  const [file = "", ...args] = argv;
  const { spawnSync } = childProcess();
  const result = spawnSync(file, args, { input, encoding: "utf8", timeout: timeoutMs, maxBuffer: 1 << 28 });
  const output = result.error ? result.error.message : result.stdout + result.stderr;
  return { ok: result.status === 0, output, stdout: result.stdout ?? "" };
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
