// Knows: how one labctl keeps others from changing the same lab: flock(2), held by a child process.
// Refuses to know: what is being changed.

import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { StateError } from "../base/errors.ts";
import { systemPath } from "./user-namespace.ts";

export interface Lock {
  release(): Promise<void>;
}

/** flock(1) exits with this when somebody else holds the lock. */
const heldByOther = 75;

/**
 * Takes the lock of `file` or throws StateError saying who has it. Node has no flock(2); flock(1) does, and its child
 * `cat` ends when our pipe closes: however labctl ends, the lock is free. A file is left behind, never a stale lock.
 */
export async function takeLock(file: string, purpose: string): Promise<Lock> {
  const child = spawn(
    "flock",
    ["--nonblock", "--conflict-exit-code", String(heldByOther), file, "sh", "-c", "echo; exec cat"],
    {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: systemPath },
      detached: true, // Ctrl-C in the terminal is for labctl alone; it still has to undo what it did
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const taken = new Promise<boolean>((resolve) => {
    child.stdout.once("data", () => resolve(true));
    child.once("error", () => resolve(false));
    void ended.then(() => resolve(false));
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
  if (!(await taken)) {
    const code = await ended;
    if (code === heldByOther) {
      throw new StateError(
        `another labctl is at work on this lab: ${readHolder(file)}`,
        "wait until it is done, or end it",
      );
    }
    throw new StateError(`the lock ${file} cannot be taken: ${complaint.trim() || `flock exited with ${code}`}`);
  }
  writeFileSync(file, `pid ${process.pid}, ${purpose}\n`);
  return {
    release: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, "utf8").trim() || "(it has not said what it does)";
  } catch {
    return "(it has not said what it does)";
  }
}
