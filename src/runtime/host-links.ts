// Knows: how an interface is made on one of the machine's own and lands in a node: the one thing labs do outside.
// Refuses to know: which interface, and who asked for it.

import { spawn } from "node:child_process";
import type { ExecResult } from "./runtime.ts";
import { systemPath } from "./user-namespace.ts";

const withinMs = 30_000;

/**
 * Runs `ip -batch -` with the machine's network and the sandbox's files: there /run/netns has the nodes' names, so the
 * interface never shows on the machine itself, and it goes with the node's namespace. Needs root.
 */
export function ipOnHost(anchorPid: number, lines: string): Promise<ExecResult> {
  const argv = ["nsenter", `--target=${anchorPid}`, "--mount", "--", "ip", "-batch", "-"];
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(argv[0] ?? "", argv.slice(1), { env: { PATH: systemPath, LC_ALL: "C" }, timeout: withinMs });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.stdin.on("error", () => {}); // it ended before it read all: its exit code tells
    child.stdin.end(lines);
    const end = (code: number | null, signal: string | null, more = ""): void => {
      const tookMs = performance.now() - startedAt;
      const ended = { code: code ?? undefined, signal: signal ?? undefined, timedOut: tookMs >= withinMs };
      resolve({ argv, stdout, stderr: stderr + more, tookMs, ...ended });
    };
    child.once("error", (error) => end(null, null, error.message));
    child.once("close", (code, signal) => end(code, signal));
  });
}
