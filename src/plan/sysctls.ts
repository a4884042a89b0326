// Knows: all kernel settings of one node: its kind's, then the lab file's own.
// Refuses to know: why a kind has its values (sysctl-defaults.ts).

import type { LabNode } from "../model/lab.ts";
import { isLate } from "./late-sysctls.ts";
import type { StepOf, SysctlSetting } from "./step.ts";
import { bridgeSettings, cumulusSettings, hostSettings, routerSettings } from "./sysctl-defaults.ts";
import { sysctlPathOf } from "../model/sysctl-key.ts";

function settingsOfKind(node: LabNode): readonly SysctlSetting[] {
  const ports = node.interfaces.filter((i) => i.peer !== undefined).map((i) => i.name);
  switch (node.kind) {
    case "host":
      return hostSettings(ports);
    case "frr":
      return routerSettings(ports);
    case "cumulus":
      return cumulusSettings(ports);
    case "bridge":
      return bridgeSettings(node.interfaces.some((i) => i.addresses.some((a) => a.cidr.family === 6)));
  }
}

/** The lab file's own settings come last and win; a default it replaces is not written at all. */
export function planSysctls(node: LabNode): StepOf<"sysctl.set">[] {
  const early = node.sysctls.filter((setting) => !isLate(node, setting));
  const own = early.map((setting) => ({ ...setting, key: sysctlPathOf(setting.key) }));
  const replaced = new Set(own.map((setting) => setting.key));
  const defaults = settingsOfKind(node).filter((setting) => !replaced.has(setting.key));
  return [
    ...defaults.map((setting) => ({ op: "sysctl.set" as const, node: node.name, ...setting, at: node.at })),
    ...own.map(({ key, value, at }) => ({ op: "sysctl.set" as const, node: node.name, key, value, at })),
  ];
}
