// Knows: what kind of interface a stanza is, told by its attributes or else by its name.
// Refuses to know: the commands of each kind.

import type { StanzaDraft } from "./model.ts";

/** The keyword of `net add KIND NAME …`. */
export type Family = "loopback" | "interface" | "bridge" | "bond" | "vxlan" | "vrf" | "vlan";

export function familyOf(name: string, stanza: StanzaDraft | undefined): Family {
  if (name === "lo") return "loopback";
  const has = (pattern: RegExp): boolean => stanza?.attributes.some((a) => pattern.test(a.key)) === true;
  if (has(/^vxlan-/)) return "vxlan";
  if (has(/^bond-|^clag-id$/)) return "bond";
  if (has(/^vrf-table$/)) return "vrf";
  if (name === "bridge" || has(/^bridge-(ports|vlan-aware|vlan-protocol|ageing|mcsnoop|stp)$|^mstpctl-treeprio$/))
    return "bridge";
  return /^vlan\d+$/.test(name) ? "vlan" : "interface";
}
