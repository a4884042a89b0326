// Knows: in which nodes the kernel has changed a link, an address, a route or a neighbour, told the moment it happens.
// Refuses to know: what has changed there: whoever listens asks.

import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { lineSplitter } from "./protocol.ts";
import { readJson, runIpTolerant } from "./engine/ip-commands.ts";

export interface KernelMonitor {
  /** Tells `heard` of every change until it is silenced. */
  listen(heard: (nodes: readonly string[]) => void): Listening;
  /** The node's network namespace is another one now: that has to have a number, too. */
  follow(node: string): Promise<void>;
}

export interface Listening {
  /**
   * Settles when no change can be missed any more, with the nodes that can be told of: what runs in a network namespace
   * without a name (a container) is not among them.
   */
  readonly ready: Promise<readonly string[]>;
  /** Settles when nothing more comes: it was silenced, or the kernel cannot be listened to. */
  readonly ended: Promise<void>;
  silence(): void;
}

/** One process for the whole sandbox, for as long as anybody listens. */
interface Running {
  readonly child: ChildProcess;
  nodes: ReadonlyMap<string, string>;
  readonly ended: Promise<void>;
}

/** A change seldom comes alone (a link that goes takes addresses and routes with it): they are told together. */
const gatherMs = 5;
/** A machine on which `ip` needs longer to begin is no place to wait for it: what waits asks by itself meanwhile. */
const beginsWithinMs = 5_000;

export function createKernelMonitor(): KernelMonitor {
  const listeners = new Set<(nodes: readonly string[]) => void>();
  let running: Promise<Running> | undefined;

  const changed = new Set<string>();
  const tell = (): void => {
    const nodes = [...changed];
    changed.clear();
    for (const listener of listeners) listener(nodes);
  };
  const note = (node: string): void => {
    if (changed.size === 0) setTimeout(tell, gatherMs);
    changed.add(node);
  };

  const start = async (): Promise<Running> => {
    const state = { nodes: await numberNamespaces() };
    // all-nsid: one socket hears of every network namespace that has a number here (RTM_NEWNSID, Linux 4.2).
    const argv = ["-oneline", "monitor", "all-nsid", "link", "address", "route", "neigh"];
    const child = spawn("ip", argv, { stdio: ["ignore", "pipe", "ignore"], cwd: "/" });
    const ended = new Promise<void>((resolve) => {
      child.once("error", () => resolve());
      child.once("exit", () => resolve());
    });
    child.stdout.on(
      "data",
      lineSplitter((line) => {
        const node = state.nodes.get(/^\[nsid (\d+)\]/.exec(line)?.[1] ?? "");
        if (node !== undefined) note(node);
      }),
    );
    let over = false;
    void ended.then(() => (over = true));
    const patience = performance.now() + beginsWithinMs;
    while (!over && !hears(child) && performance.now() < patience) await after(2);
    return Object.assign(state, { child, ended });
  };

  return {
    follow: async (node) => {
      const mine = await running?.catch(() => undefined); // `ready` says it
      if (!mine) return;
      mine.nodes = await numberNamespaces();
      note(node);
    },
    listen: (heard) => {
      listeners.add(heard);
      const mine = (running ??= start());
      const over = (): void => {
        listeners.delete(heard);
        if (running !== mine) return;
        if (listeners.size === 0)
          void mine.then(
            ({ child }) => child.kill("SIGKILL"),
            () => {},
          );
        if (listeners.size === 0) running = undefined;
      };
      let silence = over;
      const silenced = new Promise<void>((resolve) => {
        silence = () => (over(), resolve());
      });
      // Whoever listens after its end starts another.
      const dead = mine
        .then(({ ended }) => ended)
        .catch(() => {}) // `ready` says it
        .then(() => {
          if (running === mine) running = undefined;
        });
      return {
        ready: mine.then(({ nodes }) => [...nodes.values()]),
        ended: Promise.race([silenced, dead]).finally(over),
        silence,
      };
    },
  };
}

interface Named {
  readonly name: string;
  readonly id?: number;
}

/** Gives each named network namespace a number, where it has none, and returns the names by number. */
async function numberNamespaces(): Promise<ReadonlyMap<string, string>> {
  const list = (): Promise<readonly Named[]> => readJson<readonly Named[]>([], ["ip", "-json", "netns", "list"]);
  const nameless = (await list()).filter(({ id }) => id === undefined);
  await runIpTolerant(
    [],
    nameless.map(({ name }) => ["netns", "set", name, "auto"]),
  );
  return new Map((await list()).flatMap(({ name, id }) => (id === undefined ? [] : [[String(id), name] as const])));
}

/**
 * Whether the process has subscribed: one of its sockets is in /proc/net/netlink (its protocol 0 is rtnetlink) with
 * groups. It says nothing by itself before the first change.
 */
function hears(child: ChildProcess): boolean {
  const sockets = socketsOf(child.pid);
  return readFileSync("/proc/self/net/netlink", "utf8")
    .split("\n")
    .some((row) => {
      const words = row.trim().split(/\s+/);
      const [, protocol, , groups] = words;
      return protocol === "0" && groups !== "00000000" && sockets.has(words.at(-1) ?? "");
    });
}

/** The inodes of the sockets a process has open; none when it has ended. */
function socketsOf(pid: number | undefined): ReadonlySet<string> {
  try {
    const fds = `/proc/${pid}/fd`;
    const links = readdirSync(fds).map((fd) => readlinkSync(`${fds}/${fd}`));
    return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  } catch {
    return new Set();
  }
}
