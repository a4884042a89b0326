// Knows: what becomes of a node's containers when their engine stops and starts, or the node goes off and on again.
// Refuses to know: how one container is started and ended.

import type { EngineName } from "../../../model/container.ts";
import type { Ending } from "../../../model/ending.ts";
import type { ContainerEnd } from "./container-end.ts";
import { engineKey, type Entries, type Entry } from "./container-entry.ts";
import type { Events } from "./events.ts";
import { restartsWithEngine } from "./restart-policy.ts";

export interface WholeEngineParts {
  readonly events: Events;
  readonly entries: Entries;
  readonly start: (entry: Entry) => Promise<unknown>;
  readonly stop: ContainerEnd["stop"];
}

export interface WholeEngine {
  stopEngine(node: string, engine: EngineName, how: "stop" | "kill"): Promise<readonly Ending[]>;
  startEngine(node: string, engine: EngineName): Promise<void>;
  /** The node goes off: its containers end with it and are not started again; what they wrote stays. */
  powerOff(node: string): void;
  /** The node is up again, and so are its networks: starts those whose policy says so. */
  boot(node: string): Promise<void>;
}

export function createWholeEngine({ events, entries, start, stop }: WholeEngineParts): WholeEngine {
  const { stoppedEngines } = entries;

  const ofEngine = (node: string, engine: EngineName): readonly Entry[] =>
    entries.all().filter((entry) => entry.node === node && entry.spec.engine === engine);

  const startByPolicy = async (candidates: readonly Entry[]): Promise<void> => {
    for (const { node, name, spec, started, exitCode = 0, byHand, attempts } of candidates) {
      if (!started || !restartsWithEngine(spec.restart, { exitCode, byHand, attempts })) continue;
      await entries.inQueue(node, name, start);
    }
  };

  return {
    stopEngine: async (node, engine, how) => {
      const key = engineKey(node, engine);
      if (stoppedEngines.has(key)) return [];
      stoppedEngines.add(key);
      const ended = await Promise.all(
        ofEngine(node, engine).map((entry) =>
          entries.inQueue(node, entry.name, async () => {
            clearTimeout(entry.again);
            return stop(entry, how === "kill" ? 0 : entry.spec.graceMs);
          }),
        ),
      );
      await events.emit({ event: "engine.stop", node, engine });
      return ended.filter((ending) => ending !== null);
    },

    startEngine: async (node, engine) => {
      if (!stoppedEngines.delete(engineKey(node, engine))) return;
      await events.emit({ event: "engine.start", node, engine });
      await startByPolicy(ofEngine(node, engine));
    },

    powerOff: (node) => {
      for (const entry of entries.all()) {
        if (entry.node !== node) continue;
        entry.byHandBeforeOff ??= entry.byHand;
        // The power cut shall not look like an end of its own, after which it would be started again.
        entry.byHand = true;
        clearTimeout(entry.again);
      }
      for (const key of stoppedEngines) if (key.startsWith(`${node}/`)) stoppedEngines.delete(key);
    },

    boot: async (node) => {
      const off = entries.all().filter((entry) => entry.node === node && entry.byHandBeforeOff !== undefined);
      for (const entry of off) {
        entry.byHand = entry.byHandBeforeOff === true;
        entry.byHandBeforeOff = undefined;
      }
      await startByPolicy(off);
    },
  };
}
