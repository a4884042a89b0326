// Knows: the long-running processes of the nodes: FRR daemons it watches, services it starts again.
// Refuses to know: what they do.

import { spawn, type ChildProcess } from "node:child_process";
import { openSync, closeSync, existsSync, mkdirSync, readFileSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import type { Ending } from "../../model/ending.ts";
import type { ProcessState } from "../runtime.ts";
import type { Nodes } from "./node.ts";
import { followersOf } from "../process-id.ts";
import { inSandbox, type Calls } from "./protocol.ts";
import { openVty, type VtyConnection } from "./vty.ts";

type Entry = { -readonly [K in keyof ProcessState]: ProcessState[K] };

/** A service that keeps dying is started again ever more slowly, up to this. */
const slowestRestartMs = 10_000;
const firstRestartMs = 100;
/** As long as starting a daemon may take (runtime/frr-start.ts). */
const noticedWithinMs = 60_000;

export interface Processes {
  startService(request: Calls["service.start"]["request"]): void;
  /** Resolves when the service has ended (null: it had before); it is not started again. Throws when there is none of that name. */
  stopService(node: string, name: string, signal: "TERM" | "KILL", graceMs: number): Promise<Ending | null>;
  watchDaemon(node: string, daemon: string): Promise<void>;
  /** From now on every daemon that opens its vty socket in `folder`, the node's /run/frr, is watched as well. */
  noticeDaemons(node: string, folder: string): void;
  vty(node: string, daemon: string): Promise<VtyConnection>;
  list(): readonly ProcessState[];
  /** The node or container has ended: what ran there is not started again, and no longer told of. */
  forget(node: string): void;
}

export function createProcesses(nodes: Nodes): Processes {
  const entries = new Map<string, Entry>();
  /** Services that were told to end: they stay ended. */
  const stopping = new Set<string>();
  const children = new Map<string, ChildProcess>();
  const connections = new Map<string, Promise<VtyConnection>>();
  /** Daemons that are watched: whoever asks again is answered by the same watch. */
  const watches = new Map<string, Promise<void>>();
  const folders = new Map<string, FSWatcher>();

  const startService = (request: Calls["service.start"]["request"]): void => {
    const key = `${request.node}/${request.name}`;
    const entry: Entry = {
      node: request.node,
      name: request.name,
      kind: "service",
      state: "running",
      pid: undefined,
      restarts: 0,
      lastExit: undefined,
    };
    entries.set(key, entry);
    stopping.delete(key);
    let delayMs = firstRestartMs;
    const run = (): void => {
      const startedAt = performance.now();
      const child = spawnLogged(request, nodes);
      children.set(key, child);
      entry.state = "running";
      entry.pid = child.pid;
      const ended = (why: string, failed: boolean): void => {
        entry.lastExit = why;
        entry.pid = undefined;
        const again =
          !stopping.has(key) && (request.restart === "always" || (request.restart === "on-failure" && failed));
        entry.state = again && nodeLives(nodes, request.node) ? "restarting" : "exited";
        if (entry.state === "exited") return;
        entry.restarts += 1;
        delayMs =
          performance.now() - startedAt > slowestRestartMs ? firstRestartMs : Math.min(delayMs * 2, slowestRestartMs);
        setTimeout(() => {
          if (entries.get(key) === entry && !stopping.has(key)) run(); // otherwise it was forgotten meanwhile
        }, delayMs);
      };
      child.once("error", (error) => ended(error.message, true));
      child.once("exit", (code, signal) => ended(signal ?? `exit ${code}`, code !== 0));
    };
    run();
  };

  const stopService: Processes["stopService"] = async (node, name, signal, graceMs) => {
    const key = `${node}/${name}`;
    const entry = entries.get(key);
    const child = children.get(key);
    if (!entry || !child) throw new Error(`${node} has no service "${name}"`);
    stopping.add(key);
    if (entry.state === "restarting") entry.state = "exited";
    if (entry.pid === undefined) return null;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    signalGroup(child, signal === "KILL" ? "SIGKILL" : "SIGTERM");
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      signalGroup(child, "SIGKILL");
    }, graceMs);
    await gone;
    clearTimeout(timer);
    return { name: key, how: entry.lastExit, ...(isLate && signal === "TERM" ? { outlastedMs: graceMs } : {}) };
  };

  const connect = (node: string, daemon: string): Promise<VtyConnection> => {
    const key = `${node}/${daemon}`;
    const known = connections.get(key);
    if (known) return known;
    const pid = nodes.pidOf(node);
    const opening =
      pid === undefined
        ? Promise.reject(new Error(`node "${node}" runs no daemons`))
        : openVty(`/proc/${pid}/root/run/frr/${daemon}.vty`);
    connections.set(key, opening);
    opening.then(
      (connection) => connection.closed.then(() => connections.delete(key)),
      () => connections.delete(key),
    );
    return opening;
  };

  const watchDaemon = (node: string, daemon: string): Promise<void> => {
    const key = `${node}/${daemon}`;
    const known = watches.get(key);
    if (known) return known;
    const started = startWatch(node, daemon);
    watches.set(key, started);
    started.catch(() => watches.delete(key));
    return started;
  };

  const startWatch = async (node: string, daemon: string): Promise<void> => {
    const entry: Entry = {
      node,
      name: daemon,
      kind: "daemon",
      state: "running",
      pid: undefined,
      restarts: entries.get(`${node}/${daemon}`)?.restarts ?? 0,
      lastExit: undefined,
    };
    entries.set(`${node}/${daemon}`, entry);
    const ended = (): void => {
      entry.state = "exited";
      entry.pid = undefined;
      entry.lastExit = "ended";
    };
    const connection = await connect(node, daemon).catch((error: unknown) => {
      ended();
      throw error;
    });
    entry.pid = daemonPid(nodes, node, daemon);
    void connection.closed.then(() => {
      watches.delete(`${node}/${daemon}`);
      if (daemonPid(nodes, node, daemon) === undefined) return ended();
      // Only the connection ended; or the daemon is about to, and does not answer any more.
      return watchDaemon(node, daemon).catch(() => {}); // its entry says that it has ended
    });
  };

  const noticeDaemons = (node: string, folder: string): void => {
    mkdirSync(folder, { recursive: true });
    folders.get(node)?.close();
    const watcher = watch(folder, (_event, name) => {
      const daemon = /^(\w+)\.vty$/.exec(name ?? "")?.[1];
      if (daemon === undefined || !existsSync(join(folder, `${daemon}.vty`))) return;
      void noticed(node, daemon, performance.now() + noticedWithinMs);
    });
    watcher.on("error", () => {}); // the folder is gone with its node
    folders.set(node, watcher);
  };

  /** The socket is there a moment before the daemon accepts; one that never does is not running. */
  const noticed = async (node: string, daemon: string, deadline: number): Promise<void> => {
    const failed = await watchDaemon(node, daemon).then(
      () => false,
      () => true,
    );
    if (!failed) return;
    if (performance.now() < deadline && nodeLives(nodes, node)) {
      setTimeout(() => void noticed(node, daemon, deadline), firstRestartMs);
    } else entries.delete(`${node}/${daemon}`);
  };

  return {
    startService,
    stopService,
    watchDaemon,
    noticeDaemons,
    vty: connect,
    forget: (node) => {
      for (const [key, entry] of entries) if (entry.node === node) entries.delete(key);
      for (const known of [connections, watches])
        for (const key of known.keys()) if (key.startsWith(`${node}/`)) known.delete(key);
      folders.get(node)?.close();
      folders.delete(node);
    },
    list: () => [...entries.values()].map((entry) => ({ ...entry })),
  };
}

function nodeLives(nodes: Nodes, node: string): boolean {
  return nodes.pidOf(node) !== undefined;
}

function spawnLogged(request: Calls["service.start"]["request"], nodes: Nodes): ChildProcess {
  mkdirSync(inSandbox.logs, { recursive: true });
  const log = openSync(join(inSandbox.logs, `${request.node}.${request.name}.log`), "a");
  const [file = "", ...args] = [...nodes.enter(request.node), ...request.argv];
  const child = spawn(file, args, {
    stdio: ["ignore", log, log],
    detached: true, // a group of its own: a signal to it reaches what nsenter forked into the node, too
    cwd: "/",
    env: { ...process.env, ...nodes.envOf(request.node) },
  });
  closeSync(log);
  return child;
}

/**
 * SIGTERM goes to the service alone: the nsenter above it would die of it at once, whatever the service makes of it, and
 * could not tell how that ended.
 */
function signalGroup({ pid }: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  const followers = signal === "SIGTERM" ? followersOf(pid) : [];
  for (const target of followers.length === 0 ? [-pid] : followers) {
    try {
      process.kill(target, signal);
    } catch {
      // it has ended meanwhile
    }
  }
}

/** The pid in the daemon's own pid file, as the node counts, if that process lives. */
function daemonPid(nodes: Nodes, node: string, daemon: string): number | undefined {
  const root = `/proc/${nodes.pidOf(node)}/root`;
  try {
    const pid = Number(readFileSync(`${root}/run/frr/${daemon}.pid`, "latin1"));
    const stat = readFileSync(`${root}/proc/${pid}/stat`, "latin1");
    return / [ZX] /.test(stat.slice(stat.lastIndexOf(")"), stat.lastIndexOf(")") + 4)) ? undefined : pid;
  } catch {
    return undefined;
  }
}
