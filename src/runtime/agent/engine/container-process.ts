// Knows: the life of a container's first process: started in its node's pid namespace, held until its network is there, ended by a signal.
// Refuses to know: networks and restart policies.

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { netnsPathOf, type NodeName } from "../../../model/names.ts";
import type { PlannedContainer } from "../../../plan/container-step.ts";
import { addressOfContainer } from "../../../plan/container-step.ts";
import { frrMainScript, frrStopScript } from "../../../render/container-frr.ts";
import { inSandbox } from "../protocol.ts";
import { containerInitProgram, reaperProgram, shimProgram } from "./init.ts";

export interface ContainerProcess {
  /** As the sandbox counts. */
  readonly pid: number;
  /** As the node counts. */
  readonly nodePid: number;
  /** Lets the command begin. Resolves when a first process of ours hears signals; at once when it is the command. */
  release(): Promise<unknown>;
  /** Settles when FRR says it is up, with the daemons that did not start; or when the container has ended. */
  readonly ready: Promise<readonly string[]>;
  /** The exit code as Docker counts it: 128 + N when signal N ended it. */
  readonly ended: Promise<number>;
  signal(name: NodeJS.Signals): void;
}

export interface ProcessPlace {
  readonly node: string;
  readonly nodePid: number;
  /** The container's folder as the node sees it. */
  readonly folder: string;
  /** Whose network it has: a pid, the node's, or a new one. */
  readonly network: { readonly of: number } | "node" | "new";
  readonly wrap: readonly string[];
}

/** The first process of the image, so to speak: the command, with an init above it where one is wanted. */
function commandOf(container: PlannedContainer): readonly string[] {
  const { command, frr, init, engine } = container;
  const main = command ?? (frr === undefined ? undefined : ["sh", "-c", frrMainScript(frr), "docker-start"]);
  const reaper = (goodbye: string): readonly string[] => [
    "perl",
    "-e",
    reaperProgram,
    goodbye,
    descriptorOf(container),
  ];
  // systemd ends what it started, in order, when it is told to.
  if (engine === "nspawn") return [...reaper(frr === undefined ? ":" : frrStopScript(frr)), ...(main ?? [])];
  if (main === undefined) return reaper("");
  return init ? [...reaper(""), ...main] : main;
}

/** Whether the command has something to say on descriptor 3: FRR's start does. */
function descriptorOf({ command, frr }: PlannedContainer): "keep" | "close" {
  return frr !== undefined && command === undefined ? "keep" : "close";
}

function hasReaper({ engine, init, command, frr }: PlannedContainer): boolean {
  return engine === "nspawn" || init || (command === undefined && frr === undefined);
}

export async function startProcess(container: PlannedContainer, place: ProcessPlace): Promise<ContainerProcess> {
  const logFile = join(inSandbox.logs, `${addressOfContainer(place.node, container.name)}.log`);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  // A folder that is open stays the sandbox's /proc, wherever the process goes.
  const proc = openSync("/proc", "r");
  const net =
    place.network === "node" || place.network === "new"
      ? `--net=${netnsPathOf(place.node as NodeName)}`
      : `--net=/proc/${place.network.of}/ns/net`;
  const child = spawn(
    "nsenter",
    [
      ...[`--target=${place.nodePid}`, net, "--mount", "--pid", "--uts", "--ipc", "--", "unshare"],
      ...(place.network === "new" ? ["--net"] : []),
      ...["--mount", "--pid", "--uts", "--ipc", "--propagation", "private"],
      // Its first child is pid 1 of the new pid namespace, and does not outlive it.
      ...["perl", "-e", shimProgram, `container-shim ${container.name}`, "setpriv", "--pdeathsig", "KILL", "--"],
      ...["sh", "-c", containerInitProgram, "init", place.folder, container.hostname],
      ...[hasReaper(container) ? "keep" : descriptorOf(container), ...place.wrap, ...commandOf(container)],
    ],
    {
      cwd: "/",
      stdio: [container.stdinOpen ? "pipe" : "ignore", log, log, "pipe", "pipe", proc],
      env: { ...process.env, ...container.env },
    },
  );
  child.stdin?.on("error", () => {}); // nobody writes there; it ends with the container
  closeSync(log);
  closeSync(proc);

  let pids: readonly [number, number] | undefined;
  const failed: string[] = [];
  let markReady = (): void => {};
  let markUp = (): void => {};
  const up = new Promise<void>((resolve) => (markUp = resolve));
  const ready = new Promise<readonly string[]>((resolve) => (markReady = () => resolve(failed)));
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  void ended.then(() => (markReady(), markUp()));
  const release = child.stdio[4] as NodeJS.WritableStream;
  release.on("error", () => {}); // it ended before it was released
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      said += chunk.toString("latin1");
      const [, pid, nodePid] = /^pid (\d+) (\d+)\n/.exec(said) ?? [];
      if (pid !== undefined && !pids) {
        pids = [Number(pid), Number(nodePid)];
        resolve();
      }
      failed.splice(0, Infinity, ...[...said.matchAll(/^failed (\S+)$/gm)].map((match) => match[1] ?? ""));
      if (/^up$/m.test(said)) markUp();
      if (/^ready$/m.test(said)) markReady();
    });
    child.once("error", reject);
    void ended.then((code) => reject(new Error(`its first process ended at once (exit ${code}); see its log`)));
  });
  const [pid, nodePid] = pids ?? [0, 0];
  return {
    pid,
    nodePid,
    ready,
    ended,
    release: () => {
      release.end("go\n");
      return hasReaper(container) ? up : Promise.resolve();
    },
    signal: (name) => {
      try {
        process.kill(pid, name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    },
  };
}
