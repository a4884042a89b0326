// Knows: how one run of a container begins: its addresses, ports and first process, its daemons and services.
// Refuses to know: why it begins, and what is done when it ends (container-end.ts).

import { portText } from "../../../model/container-words.ts";
import type { Nodes } from "../node.ts";
import type { Processes } from "../processes.ts";
import { engineKey, type Entries, type Entry, type Running } from "./container-entry.ts";
import { startProcess, type ContainerProcess, type ProcessPlace } from "./container-process.ts";
import { containerEvent, endpointEvent } from "./container-report.ts";
import { emptyRuntimeFolders } from "./container-root.ts";
import type { Events } from "./events.ts";
import type { Networks } from "./networks.ts";
import { holdPorts, type PortHolder } from "./port-holder.ts";
import type { Wiring } from "./wiring.ts";

export interface StartParts {
  readonly nodes: Nodes;
  readonly processes: Processes;
  readonly networks: Networks;
  readonly wiring: Wiring;
  readonly events: Events;
  readonly entries: Entries;
  readonly changed: () => void;
  /** Called when the first process has ended. */
  readonly whenEnded: (entry: Entry, run: Running, exitCode: number) => Promise<void>;
}

/** The FRR daemons that did not start. */
export interface Started {
  readonly failedDaemons: readonly string[];
}

export function createStart(parts: StartParts): (entry: Entry) => Promise<Started> {
  const { nodes, processes, networks, wiring, events, entries, changed, whenEnded } = parts;

  const placeOf = (entry: Entry): ProcessPlace => {
    const { networking } = entry.spec;
    const nodePid = nodePidOf(nodes, entry.node);
    const base = { node: entry.node, nodePid, folder: entry.folder.seen, wrap: entry.wrap.own };
    switch (networking.mode) {
      case "host":
        return { ...base, network: "node" };
      case "none":
      case "networks":
        return { ...base, network: "new" };
      case "container": {
        const other = entries.get(entry.node, networking.of).run;
        if (!other) throw new Error(`the container ${networking.of}, whose network ${entry.name} shares, does not run`);
        return { ...base, network: { of: other.process.pid } };
      }
    }
  };

  /** The first process waits, with all its networks; what fails leaves nothing behind. */
  const begin = async (entry: Entry): Promise<Running> => {
    const { node, name, spec, address } = entry;
    const place = placeOf(entry);
    if (spec.engine === "nspawn" && entry.started) emptyRuntimeFolders(entry.folder);
    const attached = wiring.reserve(node, spec, entry.wanted);
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
      for (const one of attached) networks.release(node, one.name, name);
      throw new Error(`container ${address} does not start: ${(error as Error).message}`, { cause: error });
    }
    return { process, ports, attached, startedAt: performance.now(), cleared: Promise.resolve() };
  };

  /** The first process goes on; then its services, and a watch over its FRR daemons, as long as this run lasts. */
  const goOn = async (entry: Entry, run: Running): Promise<Started> => {
    const { spec, address } = entry;
    await run.process.release();
    const failedDaemons = spec.frr === undefined ? [] : await run.process.ready;
    if (spec.frr !== undefined && entry.run !== run) {
      throw new Error(`container ${address} has ended at once (exit ${entry.exitCode ?? "?"}); see its log`);
    }
    for (const service of entry.run === run ? spec.services : []) processes.startService({ node: address, ...service });
    const lost = new Set(failedDaemons);
    for (const daemon of spec.frr?.daemons ?? []) {
      if (!lost.has(daemon) && entry.run === run) await processes.watchDaemon(address, daemon).catch(() => {});
    }
    return { failedDaemons };
  };

  const tell = async (entry: Entry, { attached, ports }: Running): Promise<void> => {
    for (const one of attached) await events.emit(endpointEvent("network.connect", entry, one));
    const published = ports.ports.map(portText).join(", ");
    await events.emit({
      ...containerEvent("container.start", entry, attached),
      ...(published === "" ? {} : { ports: published }),
    });
  };

  return async (entry) => {
    const { node, spec, address, wrap } = entry;
    if (entries.stoppedEngines.has(engineKey(node, spec.engine))) {
      throw new Error(`${spec.engine} does not run on ${node}: start ${node}/${spec.engine} first`);
    }
    if (entry.run) return { failedDaemons: [] };
    clearTimeout(entry.again);
    entry.byHand = false;
    const run = await begin(entry);
    run.cleared = run.process.ended.then((code) => whenEnded(entry, run, code));
    entry.run = run;
    entry.started = true;
    nodes.adopt(address, { pid: run.process.pid, env: spec.env, wrap });
    changed();
    const started = await goOn(entry, run);
    await tell(entry, run);
    return started;
  };
}

export function nodePidOf(nodes: Nodes, node: string): number {
  const pid = nodes.pidOf(node);
  if (pid === undefined) throw new Error(`${node} does not run`);
  return pid;
}
