// Knows: the changes that make interfaces other than link ends, and what is set beside addresses: VLANs, queues, rules.
// Refuses to know: the other changes (step.ts) and which command makes one (render/).

import type { BondMode, MacvlanMode } from "../model/device.ts";

export type DeviceStep =
  | { readonly op: "device.add"; readonly node: string; readonly dev: string; readonly device: PlannedDevice }
  /** The one step that touches the machine: a macvlan on one of its interfaces, made right inside the node. */
  | {
      readonly op: "host-macvlan.add";
      readonly node: string;
      readonly dev: string;
      readonly parent: string;
      readonly mode: MacvlanMode;
    }
  | { readonly op: "rule.add"; readonly node: string; readonly rule: PlannedRule }
  | { readonly op: "rule.delete"; readonly node: string; readonly family: 4 | 6; readonly priority: number }
  | ({ readonly op: "port-vlan.add"; readonly node: string; readonly dev: string } & PlannedPortVlan)
  /** Frames that one VXLAN tunnel sends to everybody go to `remote` too. */
  | { readonly op: "flood.add"; readonly node: string; readonly dev: string; readonly remote: string }
  /** The bridge learns no addresses from this port: a control plane tells it. */
  | { readonly op: "learning.off"; readonly node: string; readonly dev: string }
  | { readonly op: "qdisc.set"; readonly node: string; readonly dev: string; readonly qdisc: Qdisc };

export type PlannedDevice =
  | { readonly kind: "vrf"; readonly table: number }
  | { readonly kind: "vlan"; readonly parent: string; readonly id: number }
  | ({ readonly kind: "bridge" } & BridgeOptions)
  | {
      readonly kind: "bond";
      readonly mode: BondMode;
      readonly miimon: number;
      readonly lacpRate: string | undefined;
      readonly hash: string | undefined;
    }
  | {
      readonly kind: "vxlan";
      readonly vni: number;
      readonly local: string | undefined;
      readonly parent: string | undefined;
      readonly port: number;
      readonly learning: boolean;
    }
  | { readonly kind: "dummy" }
  | { readonly kind: "macvlan"; readonly parent: string; readonly mode: MacvlanMode };

/** Each present only when it is on. */
export interface BridgeOptions {
  readonly vlanAware?: true;
  readonly stp?: true;
  /** 802.1ad: the bridge's VLANs are in a tag of their own, outside of any 802.1Q tag. */
  readonly outerTags?: true;
}

export interface PlannedPortVlan {
  readonly first: number;
  readonly last: number;
  readonly untagged: boolean;
  /** The bridge's own end, where its addresses are, not a port. */
  readonly self: boolean;
}

export interface PlannedRule {
  readonly family: 4 | 6;
  readonly priority: number | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly fwmark: string | undefined;
  readonly then: number | "blackhole" | "unreachable" | "prohibit";
}

/** The queue packets leave an interface through, in tc's own words. */
export interface Qdisc {
  readonly kind: "netem" | "tbf";
  readonly options: readonly string[];
}
