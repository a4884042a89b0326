// Knows: the `ip -batch` lines that make and remove a container network on its node, and move an uplink into a bridge.
// Refuses to know: the firewall (container-firewall.ts) and who is attached (container-endpoint.ts).

import { endpointOf, macOf, type IfName, type NodeName } from "../model/names.ts";
import type { PlannedNetwork } from "../plan/container-step.ts";

/** One line of `ip -batch`, as words. */
export type IpWords = readonly string[];

/** `eth1.10` is VLAN 10 of eth1: an engine makes such a parent when it is not there. */
export function vlanOfParent(parent: string): { readonly link: string; readonly id: string } | undefined {
  const [, link, id] = /^(.+)\.(\d{1,4})$/.exec(parent) ?? [];
  return link === undefined || id === undefined || Number(id) < 1 || Number(id) > 4094 ? undefined : { link, id };
}

/**
 * A bridge without an address of its own takes the lowest of its ports', so it would change with every container that
 * comes or goes, and the neighbours would look for the old one. So it gets one, as Docker gives it one.
 */
export function createBridgeLines(node: string, network: PlannedNetwork): readonly IpWords[] {
  const { bridge = "", subnet, gateway, mtu } = network;
  const length = subnet?.split("/")[1];
  return [
    [
      ...["link", "add", "name", bridge, "address", macOf(endpointOf(node as NodeName, bridge as IfName))],
      ...(mtu === undefined ? [] : ["mtu", String(mtu)]),
      ...["type", "bridge"],
    ],
    ...(gateway === undefined || length === undefined
      ? []
      : [["address", "add", `${gateway}/${length}`, "broadcast", "+", "dev", bridge]]),
    ["link", "set", "dev", bridge, "up"],
  ];
}

export function createParentLines(parent: string): readonly IpWords[] {
  const vlan = vlanOfParent(parent);
  if (!vlan) return [];
  return [
    ["link", "add", "link", vlan.link, "name", parent, "type", "vlan", "id", vlan.id],
    ["link", "set", "dev", parent, "up"],
  ];
}

/** What `ip -json address` and `ip -json route` say of an interface, as far as it moves. */
export interface Holding {
  readonly addresses: readonly { readonly local: string; readonly prefixlen: number; readonly scope: string }[];
  readonly routes: readonly HeldRoute[];
}

export interface HeldRoute {
  readonly dst: string;
  readonly gateway?: string;
  readonly metric?: number;
  readonly protocol?: string;
  readonly prefsrc?: string;
}

/**
 * Moves addresses and routes from one interface to another: everything off the old one first, as two connected routes
 * to one subnet would compete. Link-local addresses belong to the interface and stay, and so do the routes the kernel
 * makes by itself. `had`: what the new interface has already.
 */
export function moveLines(from: string, to: string, held: Holding, had: readonly string[] = []): readonly IpWords[] {
  const moving = held.addresses.filter((address) => address.scope !== "link");
  const text = (address: Holding["addresses"][number]): string => `${address.local}/${address.prefixlen}`;
  const broadcast = (address: Holding["addresses"][number]): string[] =>
    address.local.includes(":") ? ["nodad"] : ["broadcast", "+"];
  // The kernel makes its own routes anew, and a routing daemon sees the addresses move and makes its own anew.
  const routes = held.routes.filter((route) => ["boot", "static", "dhcp"].includes(route.protocol ?? "boot"));
  return [
    ...moving.map((address): IpWords => ["address", "delete", text(address), "dev", from]),
    ...moving
      .filter((address) => !had.includes(text(address)))
      .map((address): IpWords => ["address", "add", text(address), ...broadcast(address), "dev", to]),
    ...byReach(routes).map((route): IpWords => ["route", "replace", ...routeWords(route), "dev", to]),
  ];
}

/** Routes without a gateway first: the gateways of the others may be reached by them. */
function byReach(routes: readonly HeldRoute[]): readonly HeldRoute[] {
  return [
    ...routes.filter((route) => route.gateway === undefined),
    ...routes.filter((route) => route.gateway !== undefined),
  ];
}

function routeWords(route: HeldRoute): readonly string[] {
  return [
    route.dst,
    ...(route.gateway === undefined ? [] : ["via", route.gateway]),
    ...(route.prefsrc === undefined ? [] : ["src", route.prefsrc]),
    ...(route.metric === undefined ? [] : ["metric", String(route.metric)]),
    ...(route.protocol === undefined || route.protocol === "boot" ? [] : ["proto", route.protocol]),
  ];
}

export function enslaveLines(uplink: string, bridge: string): readonly IpWords[] {
  return [
    ["link", "set", "dev", uplink, "master", bridge],
    ["link", "set", "dev", uplink, "up"],
  ];
}

/** The uplink first: what it holds goes back before the bridge is gone. */
export function releaseLines(uplink: string): readonly IpWords[] {
  return [["link", "set", "dev", uplink, "nomaster"]];
}

export function removeLinkLines(device: string): readonly IpWords[] {
  return [["link", "delete", "dev", device]];
}
