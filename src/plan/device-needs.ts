// Knows: which kernel features the steps of device-step.ts depend on.
// Refuses to know: whether this machine has them (runtime/probe.ts).

import type { DeviceStep, PlannedDevice, Qdisc } from "./device-step.ts";

type Wanted = readonly [capability: string, why: string];

/** Names of features are those of runtime/probe.ts. */
export function wantedByDevice(step: DeviceStep): readonly Wanted[] {
  const where = `${step.node}:${"dev" in step ? step.dev : ""}`;
  switch (step.op) {
    case "device.add":
      return wantedByKind(step.device, where);
    case "host-macvlan.add":
      return [
        ["macvlan", `${where} is a macvlan`],
        ["host-interface", `${where} is on ${step.parent}, an interface of the machine`],
      ];
    case "rule.add":
      return [["rules", "the node has policy routing rules"]];
    case "port-vlan.add":
      return [["bridge-vlan", `${where} is a port with VLANs`]];
    case "qdisc.set":
      return wantedByQdisc(step.qdisc, where);
    case "rule.delete":
    case "flood.add":
    case "learning.off":
      return [];
  }
}

function wantedByKind(device: PlannedDevice, where: string): readonly Wanted[] {
  switch (device.kind) {
    case "bridge": {
      const aware: readonly Wanted[] = device.vlanAware ? [["bridge-vlan", `${where} is a VLAN-aware bridge`]] : [];
      return [["bridge", `${where} is a bridge`], ...aware];
    }
    case "vrf":
      return [["vrf", `${where} is a VRF`]];
    case "vlan":
      return [["vlan", `${where} is a VLAN`]];
    case "bond":
      return [["bond", `${where} is a bond`]];
    case "vxlan":
      return [["vxlan", `${where} is a VXLAN tunnel`]];
    case "dummy":
      return [["dummy", `${where} is a dummy interface`]];
    case "macvlan":
      return [["macvlan", `${where} is a macvlan`]];
  }
}

function wantedByQdisc({ kind, options }: Qdisc, where: string): readonly Wanted[] {
  if (kind === "tbf") return [["tbf", `${where} has a rate`]];
  const what = ["delay", "loss", "corrupt", "duplicate", "reorder"].filter((word) => options.includes(word));
  return [["netem", `${where} has ${what.join(", ")}`]];
}
