// Knows: the iproute2 words that make each kind of interface, and a policy routing rule.
// Refuses to know: interfaces that are ends of links (ip.ts).

import type { BridgeOptions, DeviceStep, PlannedDevice, PlannedRule } from "../plan/device-step.ts";
import { passingName } from "./passing-name.ts";

type OpOf<O extends DeviceStep["op"]> = Extract<DeviceStep, { readonly op: O }>;

/** Device steps that `ip` makes. */
export type DeviceIpStep = OpOf<"device.add" | "rule.add" | "rule.delete">;

/** The words after `ip`. */
export function deviceWords(step: DeviceIpStep): readonly string[] {
  if (step.op === "rule.add") return ruleWords(step.rule);
  if (step.op === "rule.delete") return ["rule", "delete", "priority", String(step.priority)];
  const { device, dev } = step;
  const on =
    "parent" in device && device.parent !== undefined && device.kind !== "vxlan" ? ["link", device.parent] : [];
  return ["link", "add", ...on, "name", dev, "type", ...typeWords(device)];
}

/**
 * A macvlan on an interface of the machine: asked for there, made in the node. It gets its name in the node only: before
 * Linux 6.15 a name that the asker has too ("eth0") is refused, although it is meant for another namespace.
 */
export function hostMacvlanWords(step: OpOf<"host-macvlan.add">): {
  readonly onMachine: readonly string[];
  readonly inNode: readonly string[];
} {
  const { node, dev, parent, mode } = step;
  const born = passingName("mv", `${node}:${dev}`);
  return {
    onMachine: ["link", "add", "link", parent, "name", born, "netns", node, "type", "macvlan", "mode", mode],
    inNode: ["link", "set", "dev", born, "name", dev],
  };
}

function typeWords(device: PlannedDevice): string[] {
  switch (device.kind) {
    case "vrf":
      return ["vrf", "table", String(device.table)];
    case "vlan":
      return ["vlan", "id", String(device.id)];
    case "bridge":
      return ["bridge", ...bridgeWords(device)];
    case "bond":
      return [
        ...["bond", "mode", device.mode, "miimon", String(device.miimon)],
        ...(device.lacpRate === undefined ? [] : ["lacp_rate", device.lacpRate]),
        ...(device.hash === undefined ? [] : ["xmit_hash_policy", device.hash]),
      ];
    case "vxlan":
      return [
        ...["vxlan", "id", String(device.vni), "dstport", String(device.port)],
        ...(device.local === undefined ? [] : ["local", device.local]),
        ...(device.parent === undefined ? [] : ["dev", device.parent]),
        device.learning ? "learning" : "nolearning",
      ];
    case "dummy":
      return ["dummy"];
    case "macvlan":
      return ["macvlan", "mode", device.mode];
  }
}

/** Without a default VLAN: ports get the VLANs that are written, and no others. */
export function bridgeWords({ vlanAware, stp, outerTags }: BridgeOptions): string[] {
  return [
    ...(vlanAware === true ? ["vlan_filtering", "1", "vlan_default_pvid", "0"] : []),
    ...(outerTags === true ? ["vlan_protocol", "802.1ad"] : []),
    ...(stp === true ? ["stp_state", "1"] : []),
  ];
}

function ruleWords(rule: PlannedRule): string[] {
  const pair = (word: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [word, String(value)];
  return [
    "rule",
    "add",
    ...pair("priority", rule.priority),
    ...pair("from", rule.from),
    ...pair("to", rule.to),
    ...pair("iif", rule.iif),
    ...pair("oif", rule.oif),
    ...pair("fwmark", rule.fwmark),
    ...(typeof rule.then === "number" ? ["lookup", String(rule.then)] : [rule.then]),
  ];
}
