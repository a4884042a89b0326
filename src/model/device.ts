// Knows: the interfaces that are no end of a link: what kinds there are, and what each is made of.
// Refuses to know: how they are written down (topology/) and which command makes one (render/).

import type { Ip } from "./ip.ts";
import type { IfName } from "./names.ts";

/** Modes as the kernel names them (Documentation/networking/bonding.rst). */
export const bondModes = [
  "balance-rr",
  "active-backup",
  "balance-xor",
  "broadcast",
  "802.3ad",
  "balance-tlb",
  "balance-alb",
] as const;
export const bondHashes = ["layer2", "layer2+3", "layer3+4"] as const;
export const macvlanModes = ["bridge", "vepa", "private", "passthru"] as const;

export type BondMode = (typeof bondModes)[number];
export type MacvlanMode = (typeof macvlanModes)[number];

/** What makes an interface, when no link does. `parent` is an interface of the same node. */
export type Device =
  | { readonly kind: "vrf"; readonly table: number }
  | { readonly kind: "vlan"; readonly parent: IfName; readonly id: number }
  /** `outerTags`: it takes 802.1ad tags for its VLANs, and a customer's 802.1Q tags for contents. */
  | { readonly kind: "bridge"; readonly vlanAware: boolean; readonly stp: boolean; readonly outerTags?: true }
  | ({ readonly kind: "bond" } & Bond)
  | ({ readonly kind: "vxlan" } & Vxlan)
  | { readonly kind: "dummy" }
  | { readonly kind: "macvlan"; readonly parent: IfName; readonly mode: MacvlanMode }
  /** On an interface of the machine itself: the one kind that leaves the sandbox. */
  | { readonly kind: "host-macvlan"; readonly parent: IfName; readonly mode: MacvlanMode };

export interface Bond {
  readonly mode: BondMode;
  /** How often the ports' carrier is looked at, in milliseconds. */
  readonly miimon: number;
  /** How often LACP speaks: each second, or each 30 (802.3ad only). */
  readonly lacpRate: "fast" | "slow" | undefined;
  readonly hash: (typeof bondHashes)[number] | undefined;
}

export interface Vxlan {
  readonly vni: number;
  readonly local: Ip | undefined;
  /** Where frames for everybody go; empty when a control plane (EVPN) says it. */
  readonly remotes: readonly Ip[];
  readonly parent: IfName | undefined;
  readonly port: number;
  readonly learning: boolean;
}

/** VLANs `first` to `last` on a port of a VLAN-aware bridge. */
export interface PortVlan {
  readonly first: number;
  readonly last: number;
  /** The port's own VLAN: frames without a tag belong to it, and leave without one. */
  readonly untagged: boolean;
}

/** The interface of the same node that a device sits on. */
export function parentOf(device: Device | undefined): IfName | undefined {
  if (device === undefined || device.kind === "host-macvlan") return undefined;
  return "parent" in device ? device.parent : undefined;
}
