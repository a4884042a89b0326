// Knows: the `ip -batch` lines that attach a container to a network and take it off again, on the node and in the container.
// Refuses to know: the network itself (container-network.ts).

import type { PlannedNetwork } from "../plan/container-step.ts";
import type { IpWords } from "./container-network.ts";

/** Where an endpoint lies: resolved, every address known. */
export interface Endpoint {
  /** The interface in the container. */
  readonly ifname: string;
  /** The node's end of the veth pair; macvlan has none. */
  readonly hostIfname: string;
  /** With prefix length. */
  readonly address: string | undefined;
  readonly mac: string | undefined;
  /** The port may send a packet back where it came from: a published port, asked for by its own container. */
  readonly hairpin: boolean;
}

/** 64-bit FNV-1a, the lower 28 bits: Docker's veth names have seven hex digits too, but at random. */
export function vethNameOf(node: string, container: string, network: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${node}/${container}:${network}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return `veth${(hash & 0xfffffffn).toString(16).padStart(7, "0")}`;
}

/** On the node: the link is made with its far end in the container's namespace, given by the pid of a process in it. */
export function attachLines(network: PlannedNetwork, endpoint: Endpoint, pid: number): readonly IpWords[] {
  const mac = endpoint.mac === undefined ? [] : ["address", endpoint.mac];
  const mtu = network.mtu === undefined ? [] : ["mtu", String(network.mtu)];
  const far = ["name", endpoint.ifname, ...mac, ...mtu, "netns", String(pid)];
  switch (network.driver) {
    case "none":
      return [];
    case "macvlan":
      return [["link", "add", "link", network.parent ?? "", ...far, "type", "macvlan", "mode", network.mode]];
    case "bridge":
      return [
        ["link", "add", "name", endpoint.hostIfname, ...mtu, "type", "veth", "peer", ...far],
        ["link", "set", "dev", endpoint.hostIfname, "master", network.bridge ?? ""],
        ...(endpoint.hairpin
          ? [["link", "set", "dev", endpoint.hostIfname, "type", "bridge_slave", "hairpin", "on"]]
          : []),
        ["link", "set", "dev", endpoint.hostIfname, "up"],
      ];
  }
}

/** In the container. The broadcast address is set, as Docker does. */
export function configureLines(endpoint: Endpoint, gateway: string | undefined): readonly IpWords[] {
  const { ifname, address } = endpoint;
  return [
    ...(address === undefined ? [] : [["address", "add", address, "broadcast", "+", "dev", ifname]]),
    ["link", "set", "dev", ifname, "up"],
    ...(gateway === undefined ? [] : [["route", "add", "default", "via", gateway, "dev", ifname]]),
  ];
}

export function detachLines(ifname: string): readonly IpWords[] {
  return [["link", "delete", "dev", ifname]];
}
