// Knows: how a running container is attached to its networks and taken off them: links, addresses, routes, published ports.
// Refuses to know: why it is attached now.

import type { HeldPort } from "../../../model/container.ts";
import type { ContainerNetworking, PlannedContainer, PlannedEndpoint } from "../../../plan/container-step.ts";
import {
  arriveLines,
  attachLines,
  configureLines,
  detachLines,
  vethNameOf,
  type Endpoint,
} from "../../../render/container-endpoint.ts";
import { portRules } from "../../../render/container-firewall.ts";
import type { Lease } from "./address-lease.ts";
import { configureNetns, loadFirewall, netnsOfNode, netnsOfPid, runIp, runIpTolerant } from "./ip-commands.ts";
import type { Networks } from "./networks.ts";

export interface Attached extends Lease {
  readonly name: string;
  readonly endpoint: Endpoint;
}

export interface Wiring {
  /** Takes an address on each network, in the order given: eth0, eth1 … */
  reserve(node: string, container: PlannedContainer, endpoints: readonly PlannedEndpoint[]): readonly Attached[];
  attach(node: string, container: PlannedContainer, all: readonly Attached[], pid: number): Promise<void>;
  publish(node: string, ports: readonly HeldPort[], all: readonly Attached[], what: "add" | "delete"): Promise<void>;
  /** A network has come or is about to go: the published ports lead to another one, if that changes which it is. */
  republish(
    node: string,
    ports: readonly HeldPort[],
    before: readonly Attached[],
    after: readonly Attached[],
  ): Promise<void>;
  /** One more network of a container that runs; the default route moves when that network comes before the others. */
  connect(
    node: string,
    container: PlannedContainer,
    wanted: PlannedEndpoint,
    all: readonly Attached[],
    pid: number,
  ): Promise<Attached>;
  disconnect(
    node: string,
    container: PlannedContainer,
    gone: Attached,
    rest: readonly Attached[],
    pid: number,
  ): Promise<void>;
  /** After the container has ended: what the kernel has not taken away with its network namespace. */
  detach(node: string, container: string, all: readonly Attached[]): Promise<void>;
}

export function createWiring(networks: Networks): Wiring {
  const reserveOne = (node: string, container: PlannedContainer, wanted: PlannedEndpoint, ifname: string): Attached => {
    const lease = networks.lease(node, wanted, container.name);
    const length = lease.network.subnet?.split("/")[1];
    const endpoint: Endpoint = {
      ifname,
      hostIfname: vethNameOf(node, container.name, wanted.network),
      address: lease.address === undefined || length === undefined ? undefined : `${lease.address}/${length}`,
      mac: lease.mac,
      hairpin: container.ports.length > 0,
    };
    return { ...lease, name: wanted.network, endpoint };
  };

  const publish: Wiring["publish"] = async (node, ports, all, what) => {
    const one = publishedAmong(all);
    if (ports.length === 0 || one?.address === undefined) return;
    await loadFirewall(netnsOfNode(node), portRules(one.network, one.address, ports, what));
  };

  return {
    reserve: (node, container, endpoints) => {
      const reserved: Attached[] = [];
      try {
        for (const wanted of endpoints) {
          reserved.push(reserveOne(node, container, wanted, `eth${reserved.length}`));
        }
      } catch (error) {
        for (const { name } of reserved) networks.release(node, name, container.name);
        throw error;
      }
      return reserved;
    },

    attach: async (node, container, all, pid) => {
      await runIp(
        netnsOfNode(node),
        all.flatMap((one) => attachLines(one.network, one.endpoint, pid)),
      );
      await runIp(
        netnsOfPid(pid),
        all.flatMap((one) => arriveLines(one.network, one.endpoint)),
      );
      const gateway = gatewayAmong(all);
      const lines = all.flatMap((one) => linesInside(one, one === gateway));
      await configureNetns(netnsOfPid(pid), container.sysctls, [["link", "set", "dev", "lo", "up"], ...lines]);
    },

    publish,

    republish: async (node, ports, before, after) => {
      if (publishedAmong(before) === publishedAmong(after)) return;
      await publish(node, ports, before, "delete");
      await publish(node, ports, after, "add");
    },

    connect: async (node, container, wanted, all, pid) => {
      const used = new Set(all.map(({ endpoint }) => endpoint.ifname));
      let number = 0;
      while (used.has(`eth${number}`)) number++;
      const attached = reserveOne(node, container, wanted, `eth${number}`);
      try {
        await runIp(netnsOfNode(node), attachLines(attached.network, attached.endpoint, pid));
        await runIp(netnsOfPid(pid), arriveLines(attached.network, attached.endpoint));
        await configureNetns(netnsOfPid(pid), [], linesInside(attached, false));
        if (gatewayAmong([...all, attached]) === attached) await runIp(netnsOfPid(pid), [defaultRoute(attached)]);
      } catch (error) {
        networks.release(node, wanted.network, container.name);
        throw error;
      }
      return attached;
    },

    disconnect: async (node, container, gone, rest, pid) => {
      await runIp(netnsOfPid(pid), detachLines(gone.endpoint.ifname));
      networks.release(node, gone.name, container.name);
      // The default route went with the interface it left by; Docker takes the next network's gateway then.
      const next = gatewayAmong([gone, ...rest]) === gone ? gatewayAmong(rest) : undefined;
      if (next) await runIpTolerant(netnsOfPid(pid), [defaultRoute(next)]);
    },

    detach: async (node, container, all) => {
      for (const { name } of all) networks.release(node, name, container);
      // Somebody else may hold the namespace (a name in /run/netns): then its end of the pair would stay.
      const veths = all.filter(({ network }) => network.driver === "bridge");
      await runIpTolerant(
        netnsOfNode(node),
        veths.flatMap(({ endpoint }) => detachLines(endpoint.hostIfname)),
      );
    },
  };
}

export function endpointsOf(networking: ContainerNetworking): readonly PlannedEndpoint[] {
  return networking.mode === "networks" ? networking.endpoints : [];
}

/** The default route is that of the first network that leads out. */
function gatewayAmong(all: readonly Attached[]): Attached | undefined {
  return leadingOut(all)[0];
}

/** A published port leads to the first one of these that is a bridge: to a macvlan the host has no way in. */
function publishedAmong(all: readonly Attached[]): Attached | undefined {
  return leadingOut(all).find(({ network }) => network.driver === "bridge");
}

/** By name, capitals before small letters, whatever the order in which they were connected; an internal one leads nowhere. */
function leadingOut(all: readonly Attached[]): readonly Attached[] {
  return all
    .filter(({ network }) => !network.internal && network.gateway !== undefined && network.driver !== "none")
    .toSorted((a, b) => (dockerNameOf(a.name) < dockerNameOf(b.name) ? -1 : 1));
}

/** The network behind docker0 is called `bridge`. */
function dockerNameOf(name: string): string {
  return name === "docker0" ? "bridge" : name;
}

function defaultRoute({ network, endpoint }: Attached): readonly string[] {
  return ["route", "replace", "default", "via", network.gateway ?? "", "dev", endpoint.ifname];
}

function linesInside(one: Attached, isDefault: boolean): readonly (readonly string[])[] {
  if (one.network.driver === "none") return [];
  return configureLines(one.endpoint, isDefault ? one.network.gateway : undefined);
}
