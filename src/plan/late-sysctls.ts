// Knows: the kernel settings that exist only once the node's own interfaces are made, and those of MPLS.
// Refuses to know: the settings that come first (sysctls.ts).

import type { LabNode, Setting } from "../model/lab.ts";
import type { StepOf } from "./step.ts";
import { sysctlPathOf } from "../model/sysctl-key.ts";

/** 20 bits are a label (RFC 3032). */
const allLabels = "1048575";

/** Whether the key belongs to an interface that is made after the first settings are written. */
export function isLate(node: LabNode, setting: Setting): boolean {
  const [, , , place] = sysctlPathOf(setting.key).split("/");
  return node.interfaces.some(({ name, device }) => device !== undefined && name === place);
}

export function planLateSysctls(node: LabNode): StepOf<"sysctl.set">[] {
  const own = node.sysctls.filter((setting) => isLate(node, setting));
  const ports = node.interfaces.filter((iface) => iface.mpls);
  const said = new Set(node.sysctls.map(({ key }) => sysctlPathOf(key)));
  const labels = "net/mpls/platform_labels";
  const first = ports[0];
  const mpls = [
    ...(first && !said.has(labels)
      ? [{ key: labels, value: allLabels, why: "room for MPLS labels", at: first.at }]
      : []),
    ...ports.map(({ name, at }) => {
      return { key: `net/mpls/conf/${name}/input`, value: "1", why: "packets with MPLS labels are taken in here", at };
    }),
  ];
  return [...mpls, ...own.map(({ key, value, at }) => ({ key: sysctlPathOf(key), value, at }))].map((setting) => ({
    op: "sysctl.set" as const,
    node: node.name,
    ...setting,
  }));
}
