// Knows: the calls about containers, networks, cables and hooks, and which part answers each.
// Refuses to know: how any of them is answered.

import { renameSync, writeFileSync } from "node:fs";
import { startCommand } from "../command.ts";
import type { Nodes } from "../node.ts";
import type { Processes } from "../processes.ts";
import { inSandbox, type Calls, type EngineCall } from "../protocol.ts";
import { plug, unplug } from "./cables.ts";
import { createContainers } from "./containers.ts";
import { writeListings } from "./docker-listing.ts";
import { createEvents, type Events } from "./events.ts";
import { createLinkMonitor } from "./link-monitor.ts";
import { createNetworks } from "./networks.ts";
import { createQueues } from "./queue.ts";
import { createWiring } from "./wiring.ts";

export interface Engine {
  readonly handlers: { [C in EngineCall]: (body: Calls[C]["request"]) => Promise<Calls[C]["reply"]> };
  readonly events: Events;
  /** From now on links that go up or down are events, too; costs one small process per node. */
  watchLinks(): Promise<void>;
  /** The node is about to be switched off: its engine forgets what goes with it. */
  powerOff(node: string): Promise<void>;
  /** It has another network namespace now. */
  renewed(node: string): Promise<void>;
}

/** What a router does on an event is a few commands; one that hangs must not hold up the lab. */
const hookWithinMs = 30_000;

export function createEngine(nodes: Nodes, processes: Processes): Engine {
  const events = createEvents(process.env["LABCTL_LAB"] ?? "", async (on, argv, env) => {
    const request = { argv, env: { ...nodes.envOf(on), ...env }, timeoutMs: hookWithinMs };
    return startCommand(nodes.enter(on), request).done;
  });
  const networks = createNetworks(events);
  const wiring = createWiring(networks);
  const containers = createContainers({ nodes, processes, networks, wiring, events, changed: () => saveRecords() });
  const saveRecords = (): void => {
    writeFileSync(`${inSandbox.containers}.new`, JSON.stringify(containers.records()));
    renameSync(`${inSandbox.containers}.new`, inSandbox.containers);
    saveListings();
  };
  const saveListings = (): void => writeListings(networks.list(), containers.list(), containers.records());
  const links = createLinkMonitor(events);
  /** Networks of one node are made one after the other: they share its firewall. */
  const ofNode = createQueues();
  const done = async (work: Promise<unknown>): Promise<null> => {
    await work;
    return null;
  };
  return {
    events,
    watchLinks: () => links.watch(),
    powerOff: async (node) => {
      containers.powerOff(node);
      await ofNode(node)(async () => networks.powerOff(node));
    },
    renewed: (node) => links.follow(node),
    handlers: {
      "hooks.set": async ({ hooks }) => {
        events.setHooks(hooks);
        if (hooks.some((hook) => hook.event.startsWith("link."))) await links.watch();
        return null;
      },
      "network.create": ({ node, network }) =>
        done(ofNode(node)(() => networks.create(node, network)).finally(saveListings)),
      "network.remove": ({ node, network }) =>
        done(ofNode(node)(() => networks.remove(node, network)).finally(saveListings)),
      "network.connect": ({ node, container, endpoint }) => done(containers.connect(node, container, endpoint)),
      "network.disconnect": ({ node, container, network }) => done(containers.disconnect(node, container, network)),
      networks: async () => networks.list(),
      "container.create": ({ node, container }) => done(containers.create(node, container)),
      "container.start": ({ node, container }) => containers.start(node, container),
      "container.stop": ({ node, container, graceMs }) => containers.stop(node, container, graceMs),
      "container.kill": ({ node, container, signal }) => done(containers.kill(node, container, signal)),
      "container.remove": ({ node, container, force }) => done(containers.remove(node, container, force)),
      containers: async () => containers.list(),
      "engine.stop": ({ node, engine, how }) => containers.stopEngine(node, engine, how),
      "engine.boot": async ({ node }) => {
        await ofNode(node)(() => networks.boot(node));
        await containers.boot(node);
        return null;
      },
      "engine.start": ({ node, engine }) => done(containers.startEngine(node, engine)),
      plug: (cable) => done(plug(cable, nodes)),
      unplug: ({ end }) => done(unplug(end, nodes)),
    },
  };
}
