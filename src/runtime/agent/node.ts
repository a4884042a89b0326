// Knows: the nodes that have processes of their own: how one starts, how a command enters it, how it ends.
// Refuses to know: the links between nodes.

import { spawn } from "node:child_process";
import { openSync, closeSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { netnsPathOf, type NodeName } from "../../model/names.ts";
import type { NodeProcess } from "../../plan/step.ts";
import type { Wrap } from "../container-state.ts";
import { nodeInitProgram } from "./node-init.ts";
import { prepareNodeFiles } from "./node-files.ts";
import { inSandbox } from "./protocol.ts";

export interface Nodes {
  /** Starts the node's pid 1; resolves with its pid, as the sandbox counts, once its root is in place. */
  start(node: string, spec: NodeProcess): Promise<number>;
  /** Ends the node's pid 1, and with it all of the node; resolves when it is gone. */
  stop(node: string): Promise<void>;
  pidOf(node: string): number | undefined;
  envOf(node: string): Readonly<Record<string, string>>;
  /** The words to put before a command so that it runs in the node, or in a container that runs. */
  enter(node: string | undefined, as?: keyof Wrap): readonly string[];
  /** A container is entered like a node, by the name `node/container`. */
  adopt(name: string, entrance: Entrance): void;
  drop(name: string): void;
}

export interface Entrance {
  /** As the sandbox counts. */
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  /** A container's. */
  readonly wrap?: Wrap;
}

/** A container that is not there has no network namespace to run a command in either. */
export class NotRunning extends Error {
  override readonly name = "NotRunning";
}

/** Names a node's namespaces from the sandbox; nsenter's --all would also try the user namespace, and fail there. */
export function enterNode(node: string, pid: number | undefined): readonly string[] {
  return pid === undefined
    ? ["nsenter", `--net=${netnsPathOf(node as NodeName)}`, "--"]
    : ["nsenter", `--target=${pid}`, "--net", "--mount", "--pid", "--uts", "--ipc", "--"];
}

/**
 * A node without processes is a network namespace only: the words that give its name to one command, so that prompts
 * show it.
 */
export function underHostname(hostname: string): readonly string[] {
  return ["unshare", "--uts", "sh", "-c", 'hostname "$1" 2>/dev/null; shift; exec "$@"', "sh", hostname];
}

export function createNodes(): Nodes {
  const started = new Map<string, Entrance>();

  const endings = new Map<string, Promise<void>>();

  const savePids = (): void => {
    const pids = Object.fromEntries([...started].map(([name, node]) => [name, node.pid]));
    writeFileSync(`${inSandbox.nodePids}.new`, JSON.stringify(pids));
    renameSync(`${inSandbox.nodePids}.new`, inSandbox.nodePids);
  };

  const start = async (node: string, spec: NodeProcess): Promise<number> => {
    const dir = prepareNodeFiles(node, spec);
    mkdirSync(inSandbox.logs, { recursive: true });
    const log = openSync(join(inSandbox.logs, `${node}.log`), "a");
    const init = spawn(
      "nsenter",
      [
        ...enterNode(node, undefined).slice(1),
        ...["unshare", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--propagation", "private"],
        ...["sh", "-c", nodeInitProgram, "init", dir, spec.hostname],
      ],
      { stdio: ["ignore", log, "pipe", "pipe"], cwd: "/", env: { ...process.env, ...spec.env } },
    );
    closeSync(log);
    const pid = await new Promise<number>((resolve, reject) => {
      let said = "";
      let complaint = "";
      init.stdio[3]?.on("data", (chunk: Buffer) => {
        said += chunk.toString("latin1");
        if (said.endsWith("\n")) resolve(Number(said));
      });
      init.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
      init.once("error", reject);
      init.once("close", () => reject(new Error(complaint.trim() || "the node's first process ended at once")));
    });
    started.set(node, { pid, env: spec.env });
    const ended = new Promise<void>((resolve) => {
      init.once("exit", () => {
        if (started.get(node)?.pid === pid) started.delete(node);
        savePids();
        resolve();
      });
    });
    endings.set(node, ended);
    savePids();
    return pid;
  };

  return {
    start,
    stop: async (node) => {
      const pid = started.get(node)?.pid;
      if (pid === undefined) return;
      process.kill(pid, "SIGKILL");
      await endings.get(node);
    },
    pidOf: (node) => started.get(node)?.pid,
    envOf: (node) => started.get(node)?.env ?? {},
    enter: (node, as = "own") => {
      if (node === undefined) return [];
      const entrance = started.get(node);
      if (!entrance && node.includes("/")) throw new NotRunning(`the container ${node} does not run`);
      return [...enterNode(node, entrance?.pid), ...(entrance?.wrap?.[as] ?? [])];
    },
    adopt: (name, entrance) => {
      started.set(name, entrance);
      savePids();
    },
    drop: (name) => {
      started.delete(name);
      savePids();
    },
  };
}
