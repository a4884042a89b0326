// Knows: what a drawing tells of the containers on a node: which networks there are, who is on them, with which address.
// Refuses to know: how it is drawn.

import { formatCidr } from "../model/ip.ts";
import type { Container, Network } from "../model/container.ts";
import type { LabNode } from "../model/lab.ts";

export interface NetworkPicture {
  readonly name: string;
  /** `bridge docker0`, `macvlan on eth1.10`; empty for one that connects nothing. */
  readonly how: string;
  readonly subnet: string;
  readonly members: readonly Member[];
}

export interface Member {
  readonly container: string;
  /** eth0, eth1 … in the order of its networks. */
  readonly ifname: string;
  readonly addresses: readonly string[];
}

/** The networks of a node with the containers on them as the lab comes up. */
export function networksOn({ networks = [], containers = [] }: LabNode): readonly NetworkPicture[] {
  return networks.map((network) => ({
    name: network.name,
    how: howItConnects(network),
    subnet: network.subnet === undefined ? "" : formatCidr(network.subnet),
    members: containers.flatMap((container) => membersOf(container, network.name)),
  }));
}

function howItConnects({ driver, bridge, uplink, parent }: Network): string {
  if (driver === "macvlan") return `macvlan on ${parent}`;
  if (driver === "none") return "";
  return uplink === undefined ? `bridge ${bridge}` : `bridge ${bridge} with ${uplink}`;
}

function membersOf({ name, networking, interfaces }: Container, network: string): readonly Member[] {
  if (networking.mode !== "networks") return [];
  const own = interfaces.filter((iface) => iface.name !== "lo");
  return networking.endpoints.flatMap((endpoint, i) => {
    const iface = own[i];
    if (endpoint.network !== network || iface === undefined) return [];
    return [{ container: name, ifname: iface.name, addresses: iface.addresses.map(({ cidr }) => formatCidr(cidr)) }];
  });
}

/** Containers without a network of their own, each with whose it is in. */
export function borrowersOn({ containers = [] }: LabNode): readonly (readonly [container: string, network: string])[] {
  return containers.flatMap(({ name, networking }): (readonly [string, string])[] => {
    if (networking.mode === "host") return [[name, "in the host's network"]];
    if (networking.mode === "none") return [[name, "without a network"]];
    return networking.mode === "container" ? [[name, `in the network of ${networking.of}`]] : [];
  });
}
