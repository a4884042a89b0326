// Knows: the networks of the nodes: how one comes and goes, and who is on it.
// Refuses to know: which address is to be had (address-lease.ts), and containers (wiring.ts attaches them).

import type { FirewallStyle } from "../../../model/container.ts";
import type { PlannedEndpoint, PlannedNetwork } from "../../../plan/container-step.ts";
import { engineRules, networkRules } from "../../../render/container-firewall.ts";
import {
  createBridgeLines,
  createParentLines,
  enslaveLines,
  moveLines,
  releaseLines,
  removeLinkLines,
} from "../../../render/container-network.ts";
import type { NetworkState } from "../../container-state.ts";
import { takeAddress, type Lease } from "./address-lease.ts";
import type { Events } from "./events.ts";
import {
  configureNetns,
  deviceNames,
  loadFirewall,
  netnsOfNode,
  readHolding,
  runIn,
  runIp,
  runIpTolerant,
  type NetnsPrefix,
} from "./ip-commands.ts";

interface Entry {
  readonly network: PlannedNetwork;
  /** Address text (without length) to the container that has it. */
  readonly taken: Map<string, string>;
  /** A VLAN that was made for it and goes with it. */
  readonly madeParent: boolean;
}

export interface Networks {
  create(node: string, network: PlannedNetwork): Promise<void>;
  remove(node: string, name: string): Promise<void>;
  get(node: string, name: string): PlannedNetwork;
  list(): readonly NetworkState[];
  /** Takes an address: the wanted one, else the first free one. Throws when it is not to be had. */
  lease(node: string, endpoint: PlannedEndpoint, container: string): Lease;
  release(node: string, network: string, container: string): void;
  /** The node goes off: bridges and rules are nothing that outlives a machine. What they were is remembered. */
  powerOff(node: string): void;
  /** Makes them again. What somebody else did to a bridge (a port put in by hand) was never the engine's to remember. */
  boot(node: string): Promise<void>;
}

export function createNetworks(events: Events): Networks {
  const byNode = new Map<string, Map<string, Entry>>();
  /** Of nodes that are off. */
  const remembered = new Map<string, readonly PlannedNetwork[]>();
  /** Nodes whose basic rules are loaded, and in which words. */
  const styles = new Map<string, FirewallStyle>();

  const entriesOf = (node: string): Map<string, Entry> => {
    const entries = byNode.get(node) ?? new Map<string, Entry>();
    byNode.set(node, entries);
    return entries;
  };

  const entryOf = (node: string, name: string): Entry => {
    const entry = byNode.get(node)?.get(name);
    if (entry) return entry;
    const known = [...entriesOf(node).keys()];
    throw new Error(`${node} has no network "${name}"${known.length === 0 ? "" : `: it has ${known.join(", ")}`}`);
  };

  /** What dockerd does when it starts. */
  const prepareEngine = async (node: string, style: FirewallStyle): Promise<FirewallStyle> => {
    const known = styles.get(node);
    if (known !== undefined) return known;
    const prefix = netnsOfNode(node);
    const { stdout } = await runIn(prefix, ["cat", "/proc/sys/net/ipv4/ip_forward"]);
    const closed = stdout.trim() === "0";
    await configureNetns(
      prefix,
      [
        { key: "net/ipv4/ip_forward", value: "1" },
        // Absent where the bridge filter is not in the kernel: then bridged packets never meet iptables.
        { key: "net/bridge/bridge-nf-call-iptables", value: "1", optional: true },
      ],
      [],
    );
    await loadFirewall(prefix, engineRules(style, closed ? "drop" : "keep"));
    styles.set(node, style);
    return style;
  };

  const createBridge = async (node: string, network: PlannedNetwork): Promise<void> => {
    const { bridge = "", uplink } = network;
    const prefix = netnsOfNode(node);
    const devices = await deviceNames(prefix);
    if (devices.has(bridge)) throw new Error(`${node} has an interface ${bridge} already`);
    if (uplink !== undefined && !devices.has(uplink))
      throw new Error(`${node} has no interface ${uplink}, the uplink of ${network.name}`);
    await prepareEngine(node, network.rules);
    await runIp(prefix, createBridgeLines(node, network));
    // 127.0.0.1 of the node reaches a published port too.
    if (network.rules === "modern") {
      await configureNetns(prefix, [{ key: `net/ipv4/conf/${bridge}/route_localnet`, value: "1" }], []);
    }
    await loadFirewall(prefix, networkRules(network, "add"));
    if (uplink === undefined) return;
    const held = await readHolding(prefix, uplink);
    const own = (await readHolding(prefix, bridge)).addresses.map((a) => `${a.local}/${a.prefixlen}`);
    await runIp(prefix, [...enslaveLines(uplink, bridge), ...moveLines(uplink, bridge, held, own)]);
  };

  const createMacvlan = async (node: string, network: PlannedNetwork): Promise<boolean> => {
    const prefix = netnsOfNode(node);
    const parent = network.parent ?? "";
    if ((await deviceNames(prefix)).has(parent)) return false;
    const lines = createParentLines(parent);
    if (lines.length === 0) throw new Error(`${node} has no interface ${parent}, the parent of ${network.name}`);
    await runIp(prefix, lines);
    return true;
  };

  const create: Networks["create"] = async (node, given) => {
    const entries = entriesOf(node);
    if (entries.has(given.name)) throw new Error(`${node} has a network "${given.name}" already`);
    const network =
      given.rules === styles.get(node) || !styles.has(node)
        ? given
        : { ...given, rules: styles.get(node) ?? given.rules };
    if (network.driver === "bridge") await createBridge(node, network);
    const madeParent = network.driver === "macvlan" ? await createMacvlan(node, network) : false;
    entries.set(network.name, { network, taken: new Map(), madeParent });
    await events.emit({ event: "network.create", node, ...eventFieldsOf(network) });
  };

  return {
    get: (node, name) => entryOf(node, name).network,
    list: () =>
      [...byNode].flatMap(([node, entries]) =>
        [...entries.values()].map(({ network, taken }) => ({
          ...network,
          node,
          containers: [...new Set([...taken.values()].filter((owner) => owner !== ""))].toSorted(),
        })),
      ),
    create,
    remove: async (node, name) => {
      const { network, taken, madeParent } = entryOf(node, name);
      const users = [...new Set(taken.values())];
      if (users.length > 0) throw new Error(`the network ${name} of ${node} is in use by ${users.join(", ")}`);
      const prefix = netnsOfNode(node);
      if (network.driver === "bridge") await undoBridge(prefix, network);
      if (madeParent) await runIpTolerant(prefix, removeLinkLines(network.parent ?? ""));
      entriesOf(node).delete(name);
      await events.emit({ event: "network.remove", node, ...eventFieldsOf(network) });
    },
    lease: (node, endpoint, container) => {
      const { network, taken } = entryOf(node, endpoint.network);
      return takeAddress(network, taken, endpoint, container);
    },
    powerOff: (node) => {
      styles.delete(node);
      // Whoever is switched off twice has been told of its networks the first time.
      const networks = [...entriesOf(node).values()].map(({ network }) => network);
      if (networks.length > 0) remembered.set(node, networks);
      byNode.delete(node);
    },
    boot: async (node) => {
      const networks = remembered.get(node) ?? [];
      remembered.delete(node);
      for (const network of networks) await create(node, network);
    },
    release: (node, network, container) => {
      const taken = byNode.get(node)?.get(network)?.taken;
      for (const [address, owner] of taken ?? []) if (owner === container) taken?.delete(address);
    },
  };
}

/** The uplink first: what the bridge holds goes back before it is gone. */
async function undoBridge(prefix: NetnsPrefix, network: PlannedNetwork): Promise<void> {
  const { bridge = "", uplink } = network;
  if (uplink !== undefined) {
    const held = await readHolding(prefix, bridge);
    await runIp(prefix, [...releaseLines(uplink), ...moveLines(bridge, uplink, held)]);
  }
  await loadFirewall(prefix, networkRules(network, "delete"));
  await runIpTolerant(prefix, removeLinkLines(bridge));
}

export function eventFieldsOf(network: PlannedNetwork): {
  network: string;
  driver: string;
  subnet?: string;
  gateway?: string;
  parent?: string;
  bridge?: string;
  labels: Readonly<Record<string, string>>;
} {
  const { name, driver, subnet, gateway, parent, bridge, labels } = network;
  return {
    network: name,
    driver,
    ...(subnet === undefined ? {} : { subnet }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(parent === undefined ? {} : { parent }),
    ...(bridge === undefined ? {} : { bridge }),
    labels,
  };
}
