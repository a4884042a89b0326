// Knows: what is set on the ports of bridges and tunnels: VLANs, where floods go, who learns.
// Refuses to know: how the ports came to be (devices.ts).

import { formatIp } from "../model/ip.ts";
import type { LabNode } from "../model/lab.ts";
import type { Step } from "./step.ts";

export function planSwitching(node: LabNode): Step[] {
  return node.interfaces.flatMap((iface): Step[] => {
    const { name: dev, device, vlans, at } = iface;
    const self = device?.kind === "bridge";
    const portVlans = vlans.map((vlan): Step => ({ op: "port-vlan.add", node: node.name, dev, ...vlan, self, at }));
    if (device?.kind !== "vxlan") return portVlans;
    // One remote could be given to the tunnel itself; several are entries of its table, and one is the same as several.
    const floods = device.remotes.map((ip): Step => {
      return { op: "flood.add", node: node.name, dev, remote: formatIp(ip), at };
    });
    const isPort = node.interfaces.some((other) => other.name === iface.master && other.device?.kind === "bridge");
    const quiet: Step[] = isPort && !device.learning ? [{ op: "learning.off", node: node.name, dev, at }] : [];
    return [...portVlans, ...floods, ...quiet];
  });
}
