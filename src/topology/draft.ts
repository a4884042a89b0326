// Knows: a lab between the phases: names are checked, addresses are still text.
// Refuses to know: how it was read and what becomes of it.

import { compareNatural } from "../base/sort.ts";
import type { Span } from "../base/span.ts";
import type { Device, PortVlan } from "../model/device.ts";
import type { LinkEnd } from "../model/lab.ts";
import type { IfName, NodeName } from "../model/names.ts";
import type { Settings } from "./inherit.ts";
import type { Kind } from "./kinds.ts";

export interface DraftNode {
  readonly name: NodeName;
  readonly at: Span;
  readonly kind: Kind;
  /** The bridge of a LAN, which the file does not name. */
  readonly implicit: boolean;
  readonly settings: Settings;
  readonly interfaces: Map<string, DraftInterface>;
}

export interface WrittenText {
  readonly text: string;
  readonly at: Span;
}

export interface DraftInterface {
  readonly name: IfName;
  at: Span;
  readonly addresses: (WrittenText & { readonly family: 4 | 6 | undefined })[];
  mac: WrittenText | undefined;
  mtu: number | undefined;
  state: "up" | "down" | undefined;
  /** The far end, when a link ends here. */
  far: { readonly node: NodeName; readonly ifname: IfName; readonly at: Span } | undefined;
  /** What makes it when no link does, and where that was said. */
  device: { readonly made: Device; readonly at: Span } | undefined;
  /** The VRF, bridge or bond it belongs to, and where that was said. */
  master: { readonly name: IfName; readonly at: Span } | undefined;
  vlans: readonly PortVlan[];
  mpls: boolean;
  impair: LinkEnd["impair"];
}

export interface DraftLink {
  readonly ends: readonly [DraftEnd, DraftEnd];
  readonly mtu: number;
  readonly at: Span;
}

export interface DraftEnd {
  readonly node: DraftNode;
  readonly iface: DraftInterface;
}

export interface Draft {
  readonly nodes: Map<string, DraftNode>;
  readonly links: DraftLink[];
}

/** The interface of that name, made when it is not there yet. */
export function interfaceOf(node: DraftNode, name: IfName, at: Span): DraftInterface {
  const known = node.interfaces.get(name);
  if (known) return known;
  const made: DraftInterface = {
    name,
    at,
    addresses: [],
    mac: undefined,
    mtu: undefined,
    state: undefined,
    far: undefined,
    device: undefined,
    master: undefined,
    vlans: [],
    mpls: false,
    impair: undefined,
  };
  node.interfaces.set(name, made);
  return made;
}

/** The interfaces that links end at, by name. */
export function portsOf(node: DraftNode): readonly IfName[] {
  const wired = [...node.interfaces.values()].filter((iface) => iface.far);
  return wired.map((iface) => iface.name).toSorted(compareNatural);
}
