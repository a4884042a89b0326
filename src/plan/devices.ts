// Knows: the interfaces of a node that no link makes, in an order in which each finds what it sits on.
// Refuses to know: what is configured on them (interfaces.ts).

import { parentOf, type Device } from "../model/device.ts";
import { formatIp } from "../model/ip.ts";
import type { Interface, LabNode } from "../model/lab.ts";
import { bridgeDeviceOf } from "./bridge-device.ts";
import type { BridgeOptions, PlannedDevice } from "./device-step.ts";
import type { Step } from "./step.ts";

export function planDevices(node: LabNode): Step[] {
  // The bridge of a bridge node is made with the links (network.ts): they need it.
  const made = node.kind === "bridge" ? bridgeDeviceOf(node) : undefined;
  return parentsFirst(node.interfaces).flatMap(({ name, device, at }): Step[] => {
    if (device === undefined || name === made) return [];
    if (device.kind === "host-macvlan") {
      return [{ op: "host-macvlan.add", node: node.name, dev: name, parent: device.parent, mode: device.mode, at }];
    }
    return [{ op: "device.add", node: node.name, dev: name, device: plannedDevice(device), at }];
  });
}

export function plannedDevice(device: Exclude<Device, { readonly kind: "host-macvlan" }>): PlannedDevice {
  switch (device.kind) {
    case "bridge":
      return { kind: "bridge", ...bridgeOptions(device) };
    case "vxlan": {
      const { kind, vni, parent, port, learning, local } = device;
      return { kind, vni, local: local === undefined ? undefined : formatIp(local), parent, port, learning };
    }
    case "vrf":
    case "vlan":
    case "bond":
    case "dummy":
    case "macvlan":
      return device;
  }
}

/** How the bridge of a node is made; nothing special where the lab file says nothing. */
export function bridgeOptions(device: Device | undefined): BridgeOptions {
  if (device?.kind !== "bridge") return {};
  return {
    ...(device.vlanAware ? { vlanAware: true } : {}),
    ...(device.stp ? { stp: true } : {}),
    ...(device.outerTags === true ? { outerTags: true } : {}),
  };
}

/** A VLAN comes after what it sits on, and is brought up after it; otherwise the order stays. */
export function parentsFirst(interfaces: readonly Interface[]): readonly Interface[] {
  const byName = new Map<string, Interface>(interfaces.map((iface) => [iface.name, iface]));
  const depthOf = (iface: Interface | undefined): number => {
    const parent = parentOf(iface?.device);
    return parent === undefined ? 0 : 1 + depthOf(byName.get(parent));
  };
  return interfaces.toSorted((a, b) => depthOf(a) - depthOf(b));
}

/**
 * Whether `ip link set … up` is for us to say. The kernel refuses to bring up what sits on something that is down; and
 * a bond takes only ports that are down, and brings them up itself.
 */
export function isBroughtUp(iface: Interface, interfaces: readonly Interface[]): boolean {
  const isPortOfBond = interfaces.some(({ name, device }) => name === iface.master && device?.kind === "bond");
  return !isPortOfBond && canBeUp(iface, interfaces);
}

function canBeUp(iface: Interface, interfaces: readonly Interface[]): boolean {
  if (iface.state === "down") return false;
  const parent = parentOf(iface.device);
  const under = interfaces.find((candidate) => candidate.name === parent);
  return under === undefined || canBeUp(under, interfaces);
}
