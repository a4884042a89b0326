// Knows: what is told of a container: its state, its record for commands that enter it, the fields of its events.
// Refuses to know: who is told, and when.

import type { ContainerRecord, ContainerState } from "../../container-state.ts";
import type { Entry } from "./container-entry.ts";
import type { NewEvent } from "./events.ts";
import { eventFieldsOf } from "./networks.ts";
import type { Attached } from "./wiring.ts";

export function stateOf(entry: Entry): ContainerState {
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

export function recordOf({ spec, wrap, run }: Entry): ContainerRecord {
  const { hostname, env } = spec;
  return { kind: spec.frr === undefined ? "host" : "frr", hostname, env, wrap, running: run !== undefined };
}

/** Of the container as a whole, with the first of its addresses. */
export function containerEvent(
  event: NewEvent["event"],
  { node, name, spec }: Entry,
  attached: readonly Attached[],
): NewEvent {
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
}

/** Of its place on one network. */
export function endpointEvent(event: NewEvent["event"], { node, name, spec }: Entry, one: Attached): NewEvent {
  return {
    event,
    node,
    container: name,
    ...eventFieldsOf(one.network),
    ...(one.address === undefined ? {} : { address: one.address }),
    interface: one.endpoint.ifname,
    labels: spec.labels,
  };
}
