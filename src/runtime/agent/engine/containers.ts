// Knows: the containers of the nodes: how one is created, started, stopped, ended and started again.
// Refuses to know: the commands behind each of these (container-process.ts, container-root.ts, wiring.ts).

import { constants } from "node:os";
import type { EngineName } from "../../../model/container.ts";
import { portText } from "../../../model/container-words.ts";
import type { Ending } from "../../../model/ending.ts";
import { addressOfContainer, type PlannedContainer, type PlannedEndpoint } from "../../../plan/container-step.ts";
import type { ContainerRecord, ContainerState, Wrap } from "../../container-state.ts";
import type { Nodes } from "../node.ts";
import type { Processes } from "../processes.ts";
import { startProcess, type ContainerProcess, type ProcessPlace } from "./container-process.ts";
import { createRoot, emptyRuntimeFolders, removeRoot, type ContainerFolder } from "./container-root.ts";
import { eventFieldsOf, type Networks } from "./networks.ts";
import type { Events, NewEvent } from "./events.ts";
import { holdPorts, type PortHolder } from "./port-holder.ts";
import { createQueues } from "./queue.ts";
import { ranWellMs, restartDelayMs, restartsAfterEnd, restartsWithEngine } from "./restart-policy.ts";
import { endpointsOf, type Attached, type Wiring } from "./wiring.ts";
import { wrapOf } from "./wrap.ts";

interface Entry {
  readonly node: string;
  readonly name: string;
  spec: PlannedContainer;
  readonly folder: ContainerFolder;
  readonly wrap: Wrap;
  /** Networks to attach to at the next start. */
  wanted: readonly PlannedEndpoint[];
  run: Running | undefined;
  started: boolean;
  exitCode: number | undefined;
  byHand: boolean;
  attempts: number;
  restarts: number;
  again: NodeJS.Timeout | undefined;
}

interface Running {
  readonly process: ContainerProcess;
  readonly ports: PortHolder;
  attached: readonly Attached[];
  readonly startedAt: number;
  /** Settles when everything of this run is cleared away. */
  cleared: Promise<void>;
}

export interface Containers {
  create(node: string, spec: PlannedContainer): Promise<void>;
  /** Resolves with the FRR daemons that did not start. */
  start(node: string, name: string): Promise<{ readonly failedDaemons: readonly string[] }>;
  /** null: it did not run. */
  stop(node: string, name: string, graceMs?: number): Promise<Ending | null>;
  kill(node: string, name: string, signal: NodeJS.Signals): Promise<void>;
  remove(node: string, name: string, force: boolean): Promise<void>;
  connect(node: string, name: string, endpoint: PlannedEndpoint): Promise<void>;
  disconnect(node: string, name: string, network: string): Promise<void>;
  stopEngine(node: string, engine: EngineName, how: "stop" | "kill"): Promise<readonly Ending[]>;
  startEngine(node: string, engine: EngineName): Promise<void>;
  /** The node goes off: its containers end with it and are not started again; what they wrote stays. */
  powerOff(node: string): void;
  /** The node is up again, and so are its networks: starts those whose policy says so. */
  boot(node: string): Promise<void>;
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
  const { nodes, processes, networks, wiring, events, changed } = parts;
  const entries = new Map<string, Entry>();
  const queueOf = createQueues();
  /** `node/engine` of the engines that are stopped. */
  const stoppedEngines = new Set<string>();
  /** Containers of nodes that were switched off, and whether somebody had stopped them before. */
  const poweredOff = new Map<string, boolean>();

  const entryOf = (node: string, name: string): Entry => {
    const entry = entries.get(addressOfContainer(node, name));
    if (entry) return entry;
    const known = [...entries.values()].filter((other) => other.node === node).map((other) => other.name);
    throw new Error(`${node} has no container "${name}"${known.length === 0 ? "" : `: it has ${known.join(", ")}`}`);
  };

  const nodePidOf = (node: string): number => {
    const pid = nodes.pidOf(node);
    if (pid === undefined) throw new Error(`${node} does not run`);
    return pid;
  };

  const eventOf = (event: NewEvent["event"], { node, name, spec }: Entry, attached: readonly Attached[]): NewEvent => {
    const first = attached.find(({ address }) => address !== undefined);
    return {
      event,
      node,
      container: name,
      engine: spec.engine,
      ...(first ? eventFieldsOf(first.network) : {}),
      ...(first?.address === undefined ? {} : { address: first.address }),
      labels: spec.labels,
    };
  };

  const connectEvent = (event: NewEvent["event"], { node, name, spec }: Entry, one: Attached): NewEvent => ({
    event,
    node,
    container: name,
    ...eventFieldsOf(one.network),
    ...(one.address === undefined ? {} : { address: one.address }),
    interface: one.endpoint.ifname,
    labels: spec.labels,
  });

  const placeOf = (entry: Entry): ProcessPlace => {
    const { networking } = entry.spec;
    const base = { node: entry.node, nodePid: nodePidOf(entry.node), folder: entry.folder.seen, wrap: entry.wrap.own };
    switch (networking.mode) {
      case "host":
        return { ...base, network: "node" };
      case "none":
      case "networks":
        return { ...base, network: "new" };
      case "container": {
        const other = entryOf(entry.node, networking.of).run;
        if (!other) throw new Error(`the container ${networking.of}, whose network ${entry.name} shares, does not run`);
        return { ...base, network: { of: other.process.pid } };
      }
    }
  };

  const startNow = async (entry: Entry): Promise<{ readonly failedDaemons: readonly string[] }> => {
    const { node, name, spec } = entry;
    if (stoppedEngines.has(`${node}/${spec.engine}`)) {
      throw new Error(`${spec.engine} does not run on ${node}: start ${node}/${spec.engine} first`);
    }
    if (entry.run) return { failedDaemons: [] };
    clearTimeout(entry.again);
    entry.byHand = false;
    const address = addressOfContainer(node, name);
    const place = placeOf(entry);
    if (spec.engine === "nspawn" && entry.started) emptyRuntimeFolders(entry.folder);
    const attached = wiring.reserve(node, spec, entry.wanted);
    const release = (): void => attached.forEach((one) => networks.release(node, one.name, name));
    let ports: PortHolder | undefined;
    let process: ContainerProcess | undefined;
    try {
      ports = await holdPorts(node, spec.ports);
      process = await startProcess(spec, place);
      if (place.network === "new") await wiring.attach(node, spec, attached, process.pid);
      await wiring.publish(node, ports.ports, attached, "add");
    } catch (error) {
      process?.signal("SIGKILL");
      await process?.ended;
      ports?.release();
      await wiring.detach(node, name, attached);
      release();
      throw new Error(`container ${address} does not start: ${(error as Error).message}`, { cause: error });
    }
    const run: Running = { process, ports, attached, startedAt: performance.now(), cleared: Promise.resolve() };
    run.cleared = process.ended.then((code) => clear(entry, run, code));
    entry.run = run;
    entry.started = true;
    nodes.adopt(address, { pid: process.pid, env: spec.env, wrap: entry.wrap });
    changed();
    await process.release();
    const failedDaemons = spec.frr === undefined ? [] : await process.ready;
    if (spec.frr !== undefined && entry.run !== run) {
      throw new Error(`container ${address} has ended at once (exit ${entry.exitCode ?? "?"}); see its log`);
    }
    for (const service of entry.run === run ? spec.services : []) processes.startService({ node: address, ...service });
    const lost = new Set(failedDaemons);
    for (const daemon of spec.frr?.daemons ?? []) {
      if (!lost.has(daemon) && entry.run === run) await processes.watchDaemon(address, daemon).catch(() => {});
    }
    for (const one of attached) await events.emit(connectEvent("network.connect", entry, one));
    const published = ports.ports.map(portText).join(", ");
    await events.emit({
      ...eventOf("container.start", entry, attached),
      ...(published === "" ? {} : { ports: published }),
    });
    return { failedDaemons };
  };

  /** The first process has ended; the kernel has ended all others of its pid namespace with it. */
  const clear = async (entry: Entry, run: Running, code: number): Promise<void> => {
    const { node, name, spec } = entry;
    const address = addressOfContainer(node, name);
    nodes.drop(address);
    processes.forget(address);
    run.ports.release();
    entry.run = undefined;
    entry.exitCode = code;
    const ranMs = performance.now() - run.startedAt;
    if (ranMs > ranWellMs) entry.attempts = 0;
    changed();
    // Of a node that is off nothing is left to take away.
    if (nodes.pidOf(node) !== undefined && !poweredOff.has(address)) {
      await wiring.publish(node, run.ports.ports, run.attached, "delete").catch(() => {}); // somebody flushed the tables
      await wiring.detach(node, name, run.attached);
    }
    events.announce({ ...eventOf("container.die", entry, run.attached), exitCode: code });
    for (const one of run.attached) events.announce(connectEvent("network.disconnect", entry, one));
    const again =
      nodes.pidOf(node) !== undefined &&
      entries.get(address) === entry &&
      !stoppedEngines.has(`${node}/${spec.engine}`) &&
      restartsAfterEnd(spec.restart, { exitCode: code, byHand: entry.byHand, attempts: entry.attempts });
    if (!again) return;
    entry.again = setTimeout(() => {
      entry.attempts += 1;
      entry.restarts += 1;
      void queueOf(address)(() => startNow(entry)).catch((error: unknown) => {
        events.announce({ event: "hook.failed", node, container: name, message: (error as Error).message });
      });
    }, restartDelayMs(entry.attempts));
  };

  const send = (entry: Entry, run: Running, name: NodeJS.Signals): void => {
    run.process.signal(name);
    events.announce({ ...eventOf("container.kill", entry, run.attached), signal: constants.signals[name] });
  };

  const end = async (entry: Entry, graceMs: number): Promise<Ending | null> => {
    const { run } = entry;
    if (!run) return null;
    // TERM to the first process and to nothing else; if it has not ended by then, KILL. What the tree under it gets
    // to do before it dies is the first process's business.
    send(entry, run, "SIGTERM");
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      send(entry, run, "SIGKILL");
    }, graceMs);
    const exitCode = await run.process.ended;
    clearTimeout(timer);
    await run.cleared;
    await events.emit({ ...eventOf("container.stop", entry, run.attached), exitCode });
    return {
      ...{ name: addressOfContainer(entry.node, entry.name), how: `exit ${exitCode}` },
      ...(isLate ? { outlastedMs: graceMs } : {}),
    };
  };

  const inQueue = <T>(node: string, name: string, work: (entry: Entry) => Promise<T>): Promise<T> =>
    queueOf(addressOfContainer(node, name))(() => work(entryOf(node, name)));

  const stop: Containers["stop"] = (node, name, graceMs) =>
    inQueue(node, name, async (entry) => {
      entry.byHand = true;
      clearTimeout(entry.again);
      return end(entry, graceMs ?? entry.spec.graceMs);
    });

  const ofEngine = (node: string, engine: EngineName): readonly Entry[] =>
    [...entries.values()].filter((entry) => entry.node === node && entry.spec.engine === engine);

  /** In the order they were created, as one may share another's network. */
  const startByPolicy = async (candidates: readonly Entry[]): Promise<void> => {
    for (const { node, name, spec, started, exitCode = 0, byHand, attempts } of candidates) {
      if (!started || !restartsWithEngine(spec.restart, { exitCode, byHand, attempts })) continue;
      await inQueue(node, name, startNow);
    }
  };

  return {
    create: (node, spec) =>
      queueOf(addressOfContainer(node, spec.name))(async () => {
        const address = addressOfContainer(node, spec.name);
        if (entries.has(address)) throw new Error(`${node} has a container "${spec.name}" already`);
        for (const { network } of endpointsOf(spec.networking)) networks.get(node, network);
        const wrap = wrapOf(spec);
        const folder = createRoot(node, nodePidOf(node), spec);
        const entry: Entry = {
          ...{ node, name: spec.name, spec, folder, wrap, wanted: endpointsOf(spec.networking) },
          ...{ run: undefined, started: false, exitCode: undefined, byHand: false },
          ...{ attempts: 0, restarts: 0, again: undefined },
        };
        entries.set(address, entry);
        changed();
        await events.emit(eventOf("container.create", entry, []));
      }),
    start: (node, name) => inQueue(node, name, startNow),
    stop,
    kill: (node, name, signal) =>
      inQueue(node, name, async (entry) => {
        if (!entry.run) throw new Error(`container ${addressOfContainer(node, name)} does not run`);
        const { run } = entry;
        const isEnd = signal === "SIGKILL" || signal === "SIGTERM";
        if (isEnd) entry.byHand = true;
        send(entry, run, signal);
        // Only KILL is sure to end it; another signal is the first process's own to act on.
        if (signal === "SIGKILL") await run.process.ended.then(() => run.cleared);
      }),
    remove: (node, name, force) =>
      inQueue(node, name, async (entry) => {
        if (entry.run && !force) {
          throw new Error(`container ${addressOfContainer(node, name)} runs: stop it first, or remove it by force`);
        }
        entry.byHand = true;
        clearTimeout(entry.again);
        const { run } = entry;
        if (run) send(entry, run, "SIGKILL");
        await run?.process.ended.then(() => run.cleared);
        entries.delete(addressOfContainer(node, name));
        poweredOff.delete(addressOfContainer(node, name));
        removeRoot(entry.folder);
        changed();
        await events.emit(eventOf("container.remove", entry, []));
      }),
    connect: (node, name, endpoint) =>
      inQueue(node, name, async (entry) => {
        const address = addressOfContainer(node, name);
        const { mode } = entry.spec.networking;
        networks.get(node, endpoint.network);
        if (mode === "host" || mode === "container") {
          throw new Error(
            `${address} has the network of ${mode === "host" ? "its node" : "another container"}: it cannot be connected to one`,
          );
        }
        if (entry.wanted.some((other) => other.network === endpoint.network)) {
          throw new Error(`${address} is on ${endpoint.network} already`);
        }
        const { run } = entry;
        if (!run) {
          entry.wanted = [...entry.wanted, endpoint];
          return;
        }
        const attached = await wiring.connect(node, entry.spec, endpoint, run.attached, run.process.pid);
        const all = [...run.attached, attached];
        await wiring.republish(node, run.ports.ports, run.attached, all);
        entry.wanted = [...entry.wanted, endpoint];
        run.attached = all;
        await events.emit(connectEvent("network.connect", entry, attached));
      }),
    disconnect: (node, name, network) =>
      inQueue(node, name, async (entry) => {
        if (!entry.wanted.some((other) => other.network === network)) {
          throw new Error(`${addressOfContainer(node, name)} is not on ${network}`);
        }
        const { run } = entry;
        const gone = run?.attached.find((one) => one.name === network);
        if (run && gone) {
          const rest = run.attached.filter((one) => one !== gone);
          await wiring.republish(node, run.ports.ports, run.attached, rest);
          await wiring.disconnect(node, entry.spec, gone, rest, run.process.pid);
          run.attached = rest;
        }
        entry.wanted = entry.wanted.filter((other) => other.network !== network);
        if (gone) await events.emit(connectEvent("network.disconnect", entry, gone));
      }),
    stopEngine: async (node, engine, how) => {
      const key = `${node}/${engine}`;
      if (stoppedEngines.has(key)) return [];
      stoppedEngines.add(key);
      const ended = await Promise.all(
        ofEngine(node, engine).map((entry) =>
          inQueue(node, entry.name, async () => {
            clearTimeout(entry.again);
            return end(entry, how === "kill" ? 0 : entry.spec.graceMs);
          }),
        ),
      );
      await events.emit({ event: "engine.stop", node, engine });
      return ended.filter((ending) => ending !== null);
    },
    startEngine: async (node, engine) => {
      if (!stoppedEngines.delete(`${node}/${engine}`)) return;
      await events.emit({ event: "engine.start", node, engine });
      await startByPolicy(ofEngine(node, engine));
    },
    powerOff: (node) => {
      for (const [address, entry] of entries) {
        if (entry.node !== node) continue;
        const wasByHand = entry.byHand;
        // The power cut shall not look like an end of its own, after which it would be started again.
        entry.byHand = true;
        clearTimeout(entry.again);
        if (!poweredOff.has(address)) poweredOff.set(address, wasByHand);
      }
      for (const engine of stoppedEngines) if (engine.startsWith(`${node}/`)) stoppedEngines.delete(engine);
    },
    boot: async (node) => {
      const off = [...entries].filter(([address, entry]) => entry.node === node && poweredOff.has(address));
      for (const [address, entry] of off) {
        entry.byHand = poweredOff.get(address) === true;
        poweredOff.delete(address);
      }
      await startByPolicy(off.map(([, entry]) => entry));
    },
    list: () => [...entries.values()].map(stateOf),
    records: () => Object.fromEntries([...entries].map(([address, entry]) => [address, recordOf(entry)])),
  };
}

function stateOf(entry: Entry): ContainerState {
  const { node, name, spec, run, exitCode, restarts } = entry;
  return {
    node,
    name,
    engine: spec.engine,
    kind: spec.frr === undefined ? "host" : "frr",
    state: run ? "running" : entry.started ? "exited" : "created",
    pid: run?.process.nodePid,
    exitCode: run ? undefined : exitCode,
    restarts,
    networkMode: spec.networking.mode === "container" ? `container:${spec.networking.of}` : spec.networking.mode,
    endpoints: (run?.attached ?? []).map(({ name: network, endpoint }) => {
      return { network, ifname: endpoint.ifname, address: endpoint.address, mac: endpoint.mac };
    }),
    ports: run?.ports.ports ?? spec.ports,
    labels: spec.labels,
  };
}

function recordOf({ spec, wrap, run }: Entry): ContainerRecord {
  const { hostname, env } = spec;
  return { kind: spec.frr === undefined ? "host" : "frr", hostname, env, wrap, running: run !== undefined };
}
