// Knows: when an interface of a node goes up or down, told by the kernel the moment it happens.
// Refuses to know: who took it down.

import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync } from "node:fs";
import { lineSplitter } from "../protocol.ts";
import type { Events } from "./events.ts";
import { netnsOfNode, readJson } from "./ip-commands.ts";

export interface LinkMonitor {
  /** Begins to watch every node there is; nodes that are watched already stay so. */
  watch(): Promise<void>;
  /** The node's network namespace is another one: what was up in the old one is down, and the new one is watched instead. */
  follow(node: string): Promise<void>;
}

interface Monitor {
  readonly child: ChildProcess;
  /** Interfaces that are up. */
  readonly up: Set<string>;
}

interface Shown {
  readonly ifname: string;
  readonly operstate: string;
}

/**
 * `ip -oneline monitor link` has no JSON in any iproute2 yet, so this one line is read as text:
 * `3: v0@v1: <BROADCAST,…> mtu 1500 … state UP group …`, with `Deleted ` before it when the interface is gone.
 */
const line = /^(Deleted )?\d+: ([^@:\s]+)(?:@\S+)?: <[^>]*> .*?\bstate (\S+)/;

export function createLinkMonitor(events: Events): LinkMonitor {
  const monitors = new Map<string, Monitor>();

  const start = async (node: string): Promise<void> => {
    const [file, ...args] = [...netnsOfNode(node), "ip", "-oneline", "monitor", "link"];
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "ignore"], cwd: "/" });
    const up = new Set<string>();
    const monitor: Monitor = { child, up };
    monitors.set(node, monitor);
    const ended = (): void => {
      if (monitors.get(node) === monitor) monitors.delete(node);
    };
    child.once("exit", ended);
    child.once("error", ended);
    let known = false;
    const early: string[] = [];
    const take = (text: string): void => {
      const [, deleted, ifname, state] = line.exec(text) ?? [];
      if (ifname === undefined) return;
      const isUp = deleted === undefined && state === "UP";
      if (isUp === up.has(ifname)) return;
      if (isUp) up.add(ifname);
      else up.delete(ifname);
      events.announce({ event: isUp ? "link.up" : "link.down", node, interface: ifname });
    };
    child.stdout.on(
      "data",
      lineSplitter((text) => (known ? take(text) : early.push(text))),
    );
    // Asked after the monitor was started: what changes in between is in `early`, and told once.
    const links = await readJson<readonly Shown[]>(netnsOfNode(node), ["ip", "-json", "link", "show"]);
    for (const { ifname, operstate } of links) if (operstate === "UP") up.add(ifname);
    known = true;
    for (const text of early) take(text);
  };

  return {
    watch: async () => {
      const nodes = readdirSync("/run/netns").filter((node) => !monitors.has(node));
      await Promise.all(nodes.map(start));
    },
    follow: async (node) => {
      const old = monitors.get(node);
      if (!old) return;
      old.child.kill("SIGKILL");
      for (const ifname of old.up) events.announce({ event: "link.down", node, interface: ifname });
      old.up.clear(); // what is still on its way from it has been told now
      await start(node);
    },
  };
}
