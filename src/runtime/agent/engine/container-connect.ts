// Knows: how a container joins a network and leaves one, at once when it runs and at its next start when it does not.
// Refuses to know: links, addresses, routes and rules (wiring.ts).

import type { PlannedEndpoint } from "../../../plan/container-step.ts";
import type { Entry } from "./container-entry.ts";
import { endpointEvent } from "./container-report.ts";
import type { Events } from "./events.ts";
import type { Networks } from "./networks.ts";
import type { Wiring } from "./wiring.ts";

export interface ConnectParts {
  readonly networks: Networks;
  readonly wiring: Wiring;
  readonly events: Events;
}

export async function connectContainer(
  { networks, wiring, events }: ConnectParts,
  entry: Entry,
  endpoint: PlannedEndpoint,
): Promise<void> {
  const { node, address, spec, run } = entry;
  const { mode } = spec.networking;
  networks.get(node, endpoint.network);
  if (mode === "host" || mode === "container") {
    throw new Error(
      `${address} has the network of ${mode === "host" ? "its node" : "another container"}: it cannot be connected to one`,
    );
  }
  if (entry.wanted.some((other) => other.network === endpoint.network)) {
    throw new Error(`${address} is on ${endpoint.network} already`);
  }
  if (!run) {
    entry.wanted = [...entry.wanted, endpoint];
    return;
  }
  const attached = await wiring.connect(node, spec, endpoint, run.attached, run.process.pid);
  const all = [...run.attached, attached];
  await wiring.republish(node, run.ports.ports, run.attached, all);
  entry.wanted = [...entry.wanted, endpoint];
  run.attached = all;
  await events.emit(endpointEvent("network.connect", entry, attached));
}

export async function disconnectContainer(
  { wiring, events }: ConnectParts,
  entry: Entry,
  network: string,
): Promise<void> {
  const { node, address, spec, run } = entry;
  if (!entry.wanted.some((other) => other.network === network)) throw new Error(`${address} is not on ${network}`);
  const gone = run?.attached.find((one) => one.name === network);
  if (run && gone) {
    const rest = run.attached.filter((one) => one !== gone);
    await wiring.republish(node, run.ports.ports, run.attached, rest);
    await wiring.disconnect(node, spec, gone, rest, run.process.pid);
    run.attached = rest;
  }
  entry.wanted = entry.wanted.filter((other) => other.network !== network);
  if (gone) await events.emit(endpointEvent("network.disconnect", entry, gone));
}
