// Knows: what the engine keeps of each container, of its present run, and of which engines are stopped.
// Refuses to know: what changes any of it, and how it is told (container-report.ts).

import type { EngineName } from "../../../model/container.ts";
import { addressOfContainer, type PlannedContainer, type PlannedEndpoint } from "../../../plan/container-step.ts";
import type { Wrap } from "../../container-state.ts";
import type { ContainerProcess } from "./container-process.ts";
import type { ContainerFolder } from "./container-root.ts";
import type { PortHolder } from "./port-holder.ts";
import { createQueues } from "./queue.ts";
import type { Attached } from "./wiring.ts";

export interface Entry {
  readonly node: string;
  readonly name: string;
  /** `node/name` */
  readonly address: string;
  readonly spec: PlannedContainer;
  readonly folder: ContainerFolder;
  readonly wrap: Wrap;
  /** Networks to attach to at the next start. */
  wanted: readonly PlannedEndpoint[];
  run: Running | undefined;
  started: boolean;
  exitCode: number | undefined;
  /** Somebody said stop or kill. */
  byHand: boolean;
  /** Only while its node is off: what `byHand` was before. */
  byHandBeforeOff: boolean | undefined;
  /** How often it was started again without having run long in between. */
  attempts: number;
  restarts: number;
  /** Its next start by its restart policy. */
  again: NodeJS.Timeout | undefined;
}

export interface Running {
  readonly process: ContainerProcess;
  readonly ports: PortHolder;
  attached: readonly Attached[];
  readonly startedAt: number;
  /** Settles when everything of this run is cleared away. */
  cleared: Promise<void>;
}

export interface Entries {
  /** In the order they were created, as one may share another's network. */
  all(): readonly Entry[];
  find(address: string): Entry | undefined;
  /** Throws with the names there are. */
  get(node: string, name: string): Entry;
  add(entry: Entry): void;
  delete(entry: Entry): void;
  /** Work on one container is done one after the other, whether it is there yet or not. */
  queueOf(address: string): <T>(work: () => Promise<T>) => Promise<T>;
  /** The same for one that is there when its turn comes. */
  inQueue<T>(node: string, name: string, work: (entry: Entry) => Promise<T>): Promise<T>;
  /** `node/engine` of the engines that are stopped. */
  readonly stoppedEngines: Set<string>;
}

export function createEntries(): Entries {
  const entries = new Map<string, Entry>();
  const queueOf = createQueues();

  const get: Entries["get"] = (node, name) => {
    const entry = entries.get(addressOfContainer(node, name));
    if (entry) return entry;
    const known = [...entries.values()].filter((other) => other.node === node).map((other) => other.name);
    throw new Error(`${node} has no container "${name}"${known.length === 0 ? "" : `: it has ${known.join(", ")}`}`);
  };

  return {
    all: () => [...entries.values()],
    find: (address) => entries.get(address),
    get,
    add: (entry) => void entries.set(entry.address, entry),
    delete: (entry) => void entries.delete(entry.address),
    queueOf,
    inQueue: (node, name, work) => queueOf(addressOfContainer(node, name))(() => work(get(node, name))),
    stoppedEngines: new Set(),
  };
}

export function engineKey(node: string, engine: EngineName): string {
  return `${node}/${engine}`;
}
