// Knows: how a run of a container is brought to its end, what is cleared away then, and whether it is started again.
// Refuses to know: who wants it to end, and how it is started.

import { constants } from "node:os";
import type { Ending } from "../../../model/ending.ts";
import type { Nodes } from "../node.ts";
import type { Processes } from "../processes.ts";
import { engineKey, type Entries, type Entry, type Running } from "./container-entry.ts";
import { containerEvent, endpointEvent } from "./container-report.ts";
import type { Events } from "./events.ts";
import { ranWellMs, restartDelayMs, restartsAfterEnd } from "./restart-policy.ts";
import type { Wiring } from "./wiring.ts";

export interface EndParts {
  readonly nodes: Nodes;
  readonly processes: Processes;
  readonly wiring: Wiring;
  readonly events: Events;
  readonly entries: Entries;
  readonly changed: () => void;
  readonly start: (entry: Entry) => Promise<unknown>;
}

export interface ContainerEnd {
  signal(entry: Entry, run: Running, name: NodeJS.Signals): void;
  /** SIGKILL; resolves when everything of the run is cleared away. */
  kill(entry: Entry, run: Running): Promise<void>;
  /** SIGTERM, and after the grace SIGKILL. null: it did not run. */
  stop(entry: Entry, graceMs: number): Promise<Ending | null>;
  /** The first process has ended; the kernel has ended all others of its pid namespace with it. */
  clear(entry: Entry, run: Running, exitCode: number): Promise<void>;
}

export function createContainerEnd(parts: EndParts): ContainerEnd {
  const { nodes, processes, wiring, events, entries, changed, start } = parts;

  const signal: ContainerEnd["signal"] = (entry, run, name) => {
    run.process.signal(name);
    events.announce({ ...containerEvent("container.kill", entry, run.attached), signal: constants.signals[name] });
  };

  const startsAgain = (entry: Entry, exitCode: number): boolean => {
    const { node, address, spec, byHand, attempts } = entry;
    return (
      nodes.pidOf(node) !== undefined &&
      entries.find(address) === entry &&
      !entries.stoppedEngines.has(engineKey(node, spec.engine)) &&
      restartsAfterEnd(spec.restart, { exitCode, byHand, attempts })
    );
  };

  return {
    signal,

    kill: async (entry, run) => {
      signal(entry, run, "SIGKILL");
      await run.process.ended;
      await run.cleared;
    },

    stop: async (entry, graceMs) => {
      const { run } = entry;
      if (!run) return null;
      // TERM to the first process and to nothing else; if it has not ended by then, KILL. What the tree under it gets
      // to do before it dies is the first process's business.
      signal(entry, run, "SIGTERM");
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        signal(entry, run, "SIGKILL");
      }, graceMs);
      const exitCode = await run.process.ended;
      clearTimeout(timer);
      await run.cleared;
      await events.emit({ ...containerEvent("container.stop", entry, run.attached), exitCode });
      return { name: entry.address, how: `exit ${exitCode}`, ...(isLate ? { outlastedMs: graceMs } : {}) };
    },

    clear: async (entry, run, exitCode) => {
      const { node, name, address } = entry;
      nodes.drop(address);
      processes.forget(address);
      run.ports.release();
      entry.run = undefined;
      entry.exitCode = exitCode;
      const ranMs = performance.now() - run.startedAt;
      if (ranMs > ranWellMs) entry.attempts = 0;
      changed();
      // Of a node that is off nothing is left to take away.
      if (nodes.pidOf(node) !== undefined && entry.byHandBeforeOff === undefined) {
        await wiring.publish(node, run.ports.ports, run.attached, "delete").catch(() => {}); // somebody flushed the tables
        await wiring.detach(node, name, run.attached);
      }
      events.announce({ ...containerEvent("container.die", entry, run.attached), exitCode });
      for (const one of run.attached) events.announce(endpointEvent("network.disconnect", entry, one));
      if (!startsAgain(entry, exitCode)) return;
      entry.again = setTimeout(() => {
        entry.attempts += 1;
        entry.restarts += 1;
        void entries
          .queueOf(address)(() => start(entry))
          .catch((error: unknown) => {
            events.announce({ event: "hook.failed", node, container: name, message: (error as Error).message });
          });
      }, restartDelayMs(entry.attempts));
    },
  };
}
