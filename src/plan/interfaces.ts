// Knows: what is set on the interfaces of one node: state, MTU, MAC, bridge, addresses, routes.
// Refuses to know: how the interfaces came to be (network.ts) and the kernel settings (sysctls.ts).

import { type Interface, type LabNode, type Link } from "../model/lab.ts";
import { formatCidr, formatIp } from "../model/ip.ts";
import { bridgeDeviceOf } from "./bridge-device.ts";
import { isBroughtUp, parentsFirst, planDevices } from "./devices.ts";
import { planImpairments } from "./impairments.ts";
import { planRules } from "./rules.ts";
import { planSwitching } from "./switching.ts";
import { planVrfIsolation } from "./vrfs.ts";
import type { LinkSettings, Step } from "./step.ts";

/** The link an interface is an end of; undefined for lo and the like. */
export type LinkOf = (node: string, ifname: string) => Link | undefined;

export function planInterfaces(node: LabNode, linkOf: LinkOf): Step[] {
  return [
    ...planDevices(node),
    ...planSettings(node, linkOf),
    ...planAddresses(node),
    ...planVrfIsolation(node),
    ...planRoutes(node),
    ...planRules(node),
    ...planSwitching(node),
    ...planImpairments(node, linkOf),
  ];
}

function planSettings(node: LabNode, linkOf: LinkOf): Step[] {
  const bridge = node.kind === "bridge" ? bridgeDeviceOf(node) : undefined;
  const listed = parentsFirst(node.interfaces).flatMap((iface): Step[] => {
    const set = settingsOf(iface, node, linkOf(node.name, iface.name), bridge);
    if (Object.keys(set).length === 0) return [];
    return [{ op: "link.set", node: node.name, dev: iface.name, set, at: iface.at }];
  });
  // lo is up in every namespace, and a bridge in its own, whether the lab file mentions them or not.
  const unlisted = ["lo", bridge]
    .filter((dev) => dev !== undefined && !node.interfaces.some((i) => i.name === dev))
    .map((dev): Step => ({ op: "link.set", node: node.name, dev: dev!, set: { up: true }, at: node.at }));
  return [...unlisted, ...listed];
}

function settingsOf(iface: Interface, node: LabNode, link: Link | undefined, bridge: string | undefined): LinkSettings {
  const master = iface.master ?? (link === undefined ? undefined : bridge);
  const end = link?.ends.find((e) => e.node === node.name && e.ifname === iface.name);
  return {
    ...(iface.mac !== undefined && iface.mac !== end?.mac ? { mac: iface.mac } : {}),
    ...(iface.mtu !== undefined && iface.mtu !== link?.mtu ? { mtu: iface.mtu } : {}),
    ...(master === undefined ? {} : { master }),
    ...(isBroughtUp(iface, node.interfaces) ? { up: true } : {}),
  };
}

function planAddresses(node: LabNode): Step[] {
  return node.interfaces.flatMap((iface) =>
    iface.addresses.map(({ cidr, at }): Step => {
      return { op: "addr.add", node: node.name, dev: iface.name, cidr: formatCidr(cidr), at };
    }),
  );
}

function planRoutes(node: LabNode): Step[] {
  return node.routes.map((route) => ({
    op: "route.add",
    node: node.name,
    to: formatCidr(route.to),
    via: route.via === undefined ? undefined : formatIp(route.via),
    dev: route.dev,
    metric: route.metric,
    ...(route.type === "unicast" ? {} : { type: route.type }),
    ...(route.vrf === undefined ? {} : { vrf: route.vrf }),
    ...(route.table === undefined ? {} : { table: route.table }),
    at: route.at,
  }));
}
