// Knows: how the process that holds a lab is started, and when it is ready to be talked to.
// Refuses to know: what kind of lab it holds (sandbox.ts, uml/machine.ts).

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostError, InterruptedError } from "../base/errors.ts";
import { identify, isAlive, killProcess, type ProcessId } from "./process-id.ts";

/** A machine under heavy load still starts a shell and a Node process within this, and a user-mode kernel as well. */
const startWithinMs = 30_000;
const goneWithinMs = 10_000;

/** It ended, or said nothing in time. `log` is what it wrote meanwhile. */
export class AnchorFailed extends Error {
  override readonly name = "AnchorFailed";
  readonly log: string;
  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

/**
 * Starts `argv`, detached. On its descriptor 3 it says `pid N` (as the host counts) and, once clients may connect,
 * `ready`. Throws AnchorFailed, or InterruptedError when `signal` fires; then nothing of it is left.
 */
export async function startAnchor(options: {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
  readonly signal: AbortSignal;
}): Promise<ProcessId> {
  if (options.signal.aborted) throw new InterruptedError("interrupted");
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "a");
  const [file = "", ...args] = options.argv;
  const child = spawn(file, args, {
    detached: true, // it outlives the terminal it was started from
    cwd: options.cwd,
    stdio: ["ignore", log, log, "pipe"],
    env: options.env,
  });
  closeSync(log);
  child.unref();
  const channel = child.stdio[3];
  let anchor: ProcessId | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready within ${startWithinMs / 1000} s`)), startWithinMs);
      const abort = (): void => reject(new InterruptedError("interrupted"));
      options.signal.addEventListener("abort", abort, { once: true });
      let said = "";
      channel?.on("data", (chunk: Buffer) => {
        said += chunk.toString("latin1");
        const pid = /^pid (\d+)$/m.exec(said)?.[1];
        if (pid !== undefined) anchor ??= identify(Number(pid));
        if (said.endsWith("ready\n")) done();
      });
      child.once("error", reject);
      child.once("exit", () => reject(new Error("it ended at once")));
      const done = (): void => {
        clearTimeout(timer);
        options.signal.removeEventListener("abort", abort);
        resolve();
      };
    });
    if (!anchor) throw new Error("it did not tell its pid");
    return anchor;
  } catch (error) {
    if (anchor) await endAnchor(anchor);
    else if (child.pid !== undefined) child.kill("SIGKILL");
    if (error instanceof InterruptedError) throw error;
    throw new AnchorFailed((error as Error).message, readFileSync(options.logFile, "utf8").trim());
  } finally {
    channel?.destroy();
  }
}

/** Kills it and waits until it is gone; whatever it holds goes with it. */
export async function endAnchor(anchor: ProcessId): Promise<void> {
  killProcess(anchor);
  await waitUntilGone([anchor]);
}

/** Throws HostError when one of them does not end. */
export async function waitUntilGone(ids: readonly ProcessId[]): Promise<void> {
  const deadline = performance.now() + goneWithinMs;
  while (ids.some(isAlive)) {
    if (performance.now() > deadline) {
      throw new HostError(`process ${ids.find(isAlive)?.pid} does not end although it was killed`);
    }
    await delay(2);
  }
}
