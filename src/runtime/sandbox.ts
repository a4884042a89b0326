// Knows: how a sandbox is started, recognised and ended: one process tree, seen from the host.
// Refuses to know: what is built inside (apply.ts).

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostError, InterruptedError } from "../base/errors.ts";
import { anchorProgram } from "./anchor.ts";
import { findMarked, identify, isAlive, killProcess, type ProcessId } from "./process-id.ts";
import { chooseUserMapping, systemPath, unshareOptions, type UserMapping } from "./user-namespace.ts";

/** Every process of a lab carries this in its environment; its value is the lab's state folder. */
export const labMark = "LABCTL_STATE";

export interface Sandbox {
  /** Pid 1 of the sandbox, as the host counts. Killing it ends everything inside. */
  readonly anchor: ProcessId;
  readonly mapping: UserMapping["kind"];
}

/** A machine under heavy load still starts a shell and a Node process within this. */
const startWithinMs = 30_000;
const goneWithinMs = 10_000;

/**
 * Starts an empty sandbox whose agent listens. `stateDir` is the lab's folder on the host, `agentFile` the agent's
 * bundle. Throws HostError when this machine does not allow it.
 */
export async function startSandbox(options: {
  readonly lab: string;
  readonly stateDir: string;
  readonly agentFile: string;
  readonly signal: AbortSignal;
}): Promise<Sandbox> {
  let mapping = chooseUserMapping();
  try {
    return await startWith(mapping, options);
  } catch (error) {
    // unshare(1) before 2.38 knows no --map-auto: go on with one uid.
    if (mapping.kind !== "ranges" || !/map-auto|unrecognized option/.test(String(error))) throw error;
    mapping = { kind: "single" };
    return startWith(mapping, options);
  }
}

async function startWith(mapping: UserMapping, options: Parameters<typeof startSandbox>[0]): Promise<Sandbox> {
  if (options.signal.aborted) throw new InterruptedError("interrupted");
  mkdirSync(join(options.stateDir, "log"), { recursive: true });
  const logFile = join(options.stateDir, "log", "sandbox.log");
  const log = openSync(logFile, "a");
  const child = spawn(
    "unshare",
    [
      ...unshareOptions(mapping),
      ...["--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"],
      ...["sh", "-c", anchorProgram],
    ],
    {
      detached: true, // it outlives the terminal it was started from
      cwd: "/",
      stdio: ["ignore", log, log, "pipe"],
      env: {
        PATH: systemPath,
        HOME: "/root",
        LANG: process.env["LANG"] ?? "C.UTF-8",
        [labMark]: options.stateDir,
        LABCTL_LAB: options.lab,
        LABCTL_NODE_BINARY: process.execPath,
        LABCTL_AGENT: options.agentFile,
        LABCTL_SINGLE_UID: mapping.kind === "single" ? "1" : "0",
      },
    },
  );
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
  } catch (error) {
    if (anchor) await endSandbox(anchor);
    else if (child.pid !== undefined) child.kill("SIGKILL");
    if (error instanceof InterruptedError) throw error;
    throw cannotStart(error as Error, readFileSync(logFile, "utf8").trim(), mapping);
  } finally {
    channel?.destroy();
  }
  if (!anchor) throw cannotStart(new Error("it did not tell its pid"), readFileSync(logFile, "utf8").trim(), mapping);
  return { anchor, mapping: mapping.kind };
}

function cannotStart(error: Error, log: string, mapping: UserMapping): HostError {
  const what = mapping.kind === "root" ? "namespaces" : "user namespaces";
  return new HostError(
    `this machine does not let labctl make a sandbox (${what}): ${error.message}${log === "" ? "" : `\n${log}`}`,
    "`labctl doctor` says what is missing and how to mend it",
  );
}

/** Ends the sandbox and waits until its pid 1 is gone; with it go all processes, namespaces and links inside. */
export async function endSandbox(anchor: ProcessId): Promise<void> {
  killProcess(anchor);
  await gone([anchor]);
}

/** Ends whatever carries the mark of this state folder: for when no state file says which process is the anchor. */
export async function endMarked(stateDir: string): Promise<number> {
  const marked = findMarked(labMark, stateDir);
  for (const id of marked) killProcess(id);
  await gone(marked);
  return marked.length;
}

/** State folders of labs that have processes, whether or not the folder is still there. */
export function markedStateDirs(): readonly string[] {
  return [...new Set(findMarked(labMark, undefined).map((process) => process.value))];
}

async function gone(ids: readonly ProcessId[]): Promise<void> {
  const deadline = performance.now() + goneWithinMs;
  while (ids.some(isAlive)) {
    if (performance.now() > deadline) {
      throw new HostError(`process ${ids.find(isAlive)?.pid} does not end although it was killed`);
    }
    await delay(2);
  }
}
