// Knows: the containers of the nodes: how one comes and goes, and which part does what is asked of it in between.
// Refuses to know: how a run begins (container-start.ts), ends (container-end.ts) and is put on networks (wiring.ts).

import { addressOfContainer, type PlannedContainer, type PlannedEndpoint } from "../../../plan/container-step.ts";
import type { Ending } from "../../../model/ending.ts";
import type { ContainerRecord, ContainerState } from "../../container-state.ts";
import type { Nodes } from "../node.ts";
import type { Processes } from "../processes.ts";
import { connectContainer, disconnectContainer } from "./container-connect.ts";
import { createContainerEnd } from "./container-end.ts";
import { createEntries, type Entry } from "./container-entry.ts";
import { containerEvent, recordOf, stateOf } from "./container-report.ts";
import { createRoot, removeRoot } from "./container-root.ts";
import { createStart, nodePidOf, type Started } from "./container-start.ts";
import type { Events } from "./events.ts";
import type { Networks } from "./networks.ts";
import { createWholeEngine, type WholeEngine } from "./whole-engine.ts";
import { endpointsOf, type Wiring } from "./wiring.ts";
import { wrapOf } from "./wrap.ts";

export interface Containers extends WholeEngine {
  create(node: string, spec: PlannedContainer): Promise<void>;
  start(node: string, name: string): Promise<Started>;
  /** null: it did not run. */
  stop(node: string, name: string, graceMs?: number): Promise<Ending | null>;
  kill(node: string, name: string, signal: NodeJS.Signals): Promise<void>;
  remove(node: string, name: string, force: boolean): Promise<void>;
  connect(node: string, name: string, endpoint: PlannedEndpoint): Promise<void>;
  disconnect(node: string, name: string, network: string): Promise<void>;
  list(): readonly ContainerState[];
  records(): Readonly<Record<string, ContainerRecord>>;
}

export interface ContainerParts {
  readonly nodes: Nodes;
  readonly processes: Processes;
  readonly networks: Networks;
  readonly wiring: Wiring;
  readonly events: Events;
  /** Called whenever what records() says has changed. */
  readonly changed: () => void;
}

export function createContainers(parts: ContainerParts): Containers {
  const { nodes, networks, events, changed } = parts;
  const entries = createEntries();
  const { inQueue } = entries;
  const end = createContainerEnd({ ...parts, entries, start: (entry) => start(entry) });
  const start = createStart({ ...parts, entries, whenEnded: end.clear });

  const createEntry = (node: string, spec: PlannedContainer): Entry => {
    const wanted = endpointsOf(spec.networking);
    for (const { network } of wanted) networks.get(node, network);
    const wrap = wrapOf(spec);
    const folder = createRoot(node, nodePidOf(nodes, node), spec);
    return {
      ...{ node, name: spec.name, address: addressOfContainer(node, spec.name), spec, folder, wrap, wanted },
      ...{ run: undefined, started: false, exitCode: undefined, byHand: false, byHandBeforeOff: undefined },
      ...{ attempts: 0, restarts: 0, again: undefined },
    };
  };

  return {
    ...createWholeEngine({ events, entries, start, stop: end.stop }),
    create: (node, spec) =>
      entries.queueOf(addressOfContainer(node, spec.name))(async () => {
        if (entries.find(addressOfContainer(node, spec.name))) {
          throw new Error(`${node} has a container "${spec.name}" already`);
        }
        const entry = createEntry(node, spec);
        entries.add(entry);
        changed();
        await events.emit(containerEvent("container.create", entry, []));
      }),
    start: (node, name) => inQueue(node, name, start),
    stop: (node, name, graceMs) =>
      inQueue(node, name, async (entry) => {
        entry.byHand = true;
        clearTimeout(entry.again);
        return end.stop(entry, graceMs ?? entry.spec.graceMs);
      }),
    kill: (node, name, signal) =>
      inQueue(node, name, async (entry) => {
        const { run, address } = entry;
        if (!run) throw new Error(`container ${address} does not run`);
        if (signal === "SIGKILL" || signal === "SIGTERM") entry.byHand = true;
        // Only KILL is sure to end it; another signal is the first process's own to act on.
        if (signal === "SIGKILL") await end.kill(entry, run);
        else end.signal(entry, run, signal);
      }),
    remove: (node, name, force) =>
      inQueue(node, name, async (entry) => {
        const { run, address } = entry;
        if (run && !force) {
          throw new Error(`container ${address} runs: stop it first, or remove it by force`);
        }
        entry.byHand = true;
        clearTimeout(entry.again);
        if (run) await end.kill(entry, run);
        entries.delete(entry);
        removeRoot(entry.folder);
        changed();
        await events.emit(containerEvent("container.remove", entry, []));
      }),
    connect: (node, name, endpoint) => inQueue(node, name, (entry) => connectContainer(parts, entry, endpoint)),
    disconnect: (node, name, network) => inQueue(node, name, (entry) => disconnectContainer(parts, entry, network)),
    list: () => entries.all().map(stateOf),
    records: () => Object.fromEntries(entries.all().map((entry) => [entry.address, recordOf(entry)])),
  };
}
