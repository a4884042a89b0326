// Knows: the `ip -batch` lines that attach a container to a network and take it off again, on the node and in the container.
// Refuses to know: the network itself (container-network.ts).

import type { PlannedNetwork } from "../plan/container-step.ts";
import type { IpWords } from "./container-network.ts";
import { passingName } from "./passing-name.ts";

/** Where an endpoint lies: resolved, every address known. */
export interface Endpoint {
  /** The interface in the container. */
  readonly ifname: string;
  /** The node's end of the veth pair. A macvlan has none: it has this name until it is where it belongs. */
  readonly hostIfname: string;
  /** With prefix length. */
  readonly address: string | undefined;
  readonly mac: string | undefined;
  /** The port may send a packet back where it came from: a published port, asked for by its own container. */
  readonly hairpin: boolean;
}

export function vethNameOf(node: string, container: string, network: string): string {
  return passingName("veth", `${node}/${container}:${network}`);
}

/** On the node: the link is made with its far end in the container's namespace, given by the pid of a process in it. */
export function attachLines(network: PlannedNetwork, endpoint: Endpoint, pid: number): readonly IpWords[] {
  const mac = endpoint.mac === undefined ? [] : ["address", endpoint.mac];
  const mtu = network.mtu === undefined ? [] : ["mtu", String(network.mtu)];
  const far = (name: string): IpWords => ["name", name, ...mac, ...mtu, "netns", String(pid)];
  switch (network.driver) {
    case "none":
      return [];
    case "macvlan":
      // Before Linux 6.15 a name that the node has, too, is refused, although it is meant for another namespace.
      return [
        [
          ...["link", "add", "link", network.parent ?? "", ...far(endpoint.hostIfname)],
          ...["type", "macvlan", "mode", network.mode],
        ],
      ];
    case "bridge":
      return [
        ["link", "add", "name", endpoint.hostIfname, ...mtu, "type", "veth", "peer", ...far(endpoint.ifname)],
        ["link", "set", "dev", endpoint.hostIfname, "master", network.bridge ?? ""],
        ...(endpoint.hairpin
          ? [["link", "set", "dev", endpoint.hostIfname, "type", "bridge_slave", "hairpin", "on"]]
          : []),
        ["link", "set", "dev", endpoint.hostIfname, "up"],
      ];
  }
}

/** In the container, before anything else: a macvlan gets its name. */
export function arriveLines(network: PlannedNetwork, { ifname, hostIfname }: Endpoint): readonly IpWords[] {
  return network.driver === "macvlan" ? [["link", "set", "dev", hostIfname, "name", ifname]] : [];
}

/** In the container. The broadcast address is set, as Docker does. */
export function configureLines({ ifname, address }: Endpoint, gateway: string | undefined): readonly IpWords[] {
  return [
    ...(address === undefined ? [] : [["address", "add", address, "broadcast", "+", "dev", ifname]]),
    ["link", "set", "dev", ifname, "up"],
    ...(gateway === undefined ? [] : [["route", "add", "default", "via", gateway, "dev", ifname]]),
  ];
}

export function detachLines(ifname: string): readonly IpWords[] {
  return [["link", "delete", "dev", ifname]];
}
