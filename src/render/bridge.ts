// Knows: the words of bridge(8) for VLANs of ports, flood lists and learning.
// Refuses to know: how bridges are made (device.ts).

import type { DeviceStep } from "../plan/device-step.ts";

export type BridgeStep = Extract<DeviceStep, { readonly op: "port-vlan.add" | "flood.add" | "learning.off" }>;

/** The address of a frame for everybody, in the table of a VXLAN tunnel. */
const everybody = "00:00:00:00:00:00";

/** The words after `bridge`. */
export function bridgeCommandWords(step: BridgeStep): readonly string[] {
  switch (step.op) {
    case "port-vlan.add": {
      const vid = step.first === step.last ? String(step.first) : `${step.first}-${step.last}`;
      const flags = [...(step.untagged ? ["pvid", "untagged"] : []), ...(step.self ? ["self"] : [])];
      return ["vlan", "add", "dev", step.dev, "vid", vid, ...flags];
    }
    case "flood.add":
      return ["fdb", "append", everybody, "dev", step.dev, "dst", step.remote];
    case "learning.off":
      return ["link", "set", "dev", step.dev, "learning", "off"];
  }
}
