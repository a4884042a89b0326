// Knows: the bridges of a node, their ports, and the VLANs of each port.
// Refuses to know: LANs, whose bridge nobody writes (draft-links.ts).

import type { PortVlan } from "../model/device.ts";
import type { IfName } from "../model/names.ts";
import { declareDevice, joinMaster } from "./declare.ts";
import type { DraftInterface, DraftNode } from "./draft.ts";
import type { Located } from "./inherit.ts";
import type { Loading } from "./loading.ts";
import type { WrittenBridge } from "./schema-devices.ts";
import { readVlanRanges } from "./vlan-ranges.ts";

/** The bridge in a node of kind bridge (plan/bridge-device.ts): every end of a link there is a port of it. */
const switchBridge = "br0";
/** What the kernel gives every port that nobody asked about (IEEE 802.1Q, default PVID). */
const defaultPvid = 1;

export function declareBridges(node: DraftNode, loading: Loading): void {
  for (const [name, { value, path }] of node.settings.entries("bridges")) {
    const at = loading.source.keySpanOf(path);
    if (node.kind === "bridge" && name !== switchBridge) {
      loading.sink.error(
        "names/bridge",
        at,
        `"${node.name}" is a bridge, and its one bridge is called ${switchBridge}`,
        {
          hint: `bridges: { ${switchBridge}: { … } }; more bridges need a node of kind host`,
        },
      );
      continue;
    }
    const made = { kind: "bridge", vlanAware: value["vlan-aware"] ?? false, stp: value.stp ?? false } as const;
    declareDevice(node, name, at, made, loading);
  }
}

export function joinBridges(node: DraftNode, loading: Loading): void {
  for (const [name, { value, path }] of node.settings.entries("bridges")) {
    const bridge = node.interfaces.get(name);
    if (bridge?.device?.made.kind !== "bridge") continue;
    for (const [i, member] of (value.interfaces ?? []).entries()) {
      joinMaster(node, member, loading.source.spanOf([...path, "interfaces", i]), bridge.name, loading);
    }
    if (node.kind === "bridge") joinLinks(node, bridge.name);
  }
}

/** In a switch the ends of links are ports without being listed. */
function joinLinks(node: DraftNode, bridge: IfName): void {
  for (const iface of node.interfaces.values()) {
    if (iface.far && !iface.master) iface.master = { name: bridge, at: iface.far.at };
  }
}

/** Gives every port of a VLAN-aware bridge its VLANs: those written at the port, else the bridge's own. */
export function assignPortVlans(node: DraftNode, loading: Loading): void {
  const bridges = node.settings.entries("bridges");
  for (const iface of node.interfaces.values()) {
    const own = iface.device?.made;
    if (own?.kind === "bridge" && own.vlanAware) iface.vlans = ownVlansOf(iface, node);
    const made = iface.master && node.interfaces.get(iface.master.name)?.device?.made;
    const written = made?.kind === "bridge" && made.vlanAware ? bridges.get(iface.master?.name ?? "") : undefined;
    if (written) iface.vlans = portVlansOf(iface, written, node, loading);
    else if (own?.kind !== "vlan" && own?.kind !== "bridge")
      reportIdleVlans(node, iface, made?.kind === "bridge", loading);
  }
}

/** The bridge's own end: its addresses are in the VLAN of untagged frames, and br0.10 needs VLAN 10 there. */
function ownVlansOf({ name }: DraftInterface, node: DraftNode): readonly PortVlan[] {
  const pvid = node.settings.entries("bridges").get(name)?.value.pvid ?? defaultPvid;
  const above = [...node.interfaces.values()].flatMap(({ device }) =>
    device?.made.kind === "vlan" && device.made.parent === name && device.made.id !== pvid ? [device.made.id] : [],
  );
  const tagged = above.toSorted((a, b) => a - b).map((id) => ({ first: id, last: id, untagged: false }));
  return [{ first: pvid, last: pvid, untagged: true }, ...tagged];
}

function portVlansOf(
  { name }: DraftInterface,
  { value: bridge, path }: Located<WrittenBridge>,
  node: DraftNode,
  loading: Loading,
): readonly PortVlan[] {
  const own = node.settings.all("interfaces").filter(({ value }) => Object.hasOwn(value, name));
  const untagged = own.findLast(({ value }) => value[name]?.vlan !== undefined)?.value[name]?.vlan;
  const tagged = own.findLast(({ value }) => value[name]?.vlans !== undefined);
  const saysNothing = untagged === undefined && tagged === undefined;
  const pvid = saysNothing ? (bridge.pvid ?? defaultPvid) : untagged;
  const ranges = tagged
    ? readVlanRanges(tagged.value[name]?.vlans ?? [], [...tagged.path, name, "vlans"], loading)
    : saysNothing && bridge.vids !== undefined
      ? readVlanRanges(bridge.vids, [...path, "vids"], loading)
      : [];
  return [...(pvid === undefined ? [] : [{ first: pvid, last: pvid, untagged: true }]), ...ranges];
}

/** VLANs at an interface that no VLAN-aware bridge would read. */
function reportIdleVlans(node: DraftNode, iface: DraftInterface, onBridge: boolean, { source, sink }: Loading): void {
  const bridge = node.kind === "bridge" ? switchBridge : onBridge ? iface.master?.name : undefined;
  const [why, hint] =
    bridge === undefined
      ? ["is on no bridge", `a VLAN on top of it is an interface of its own: ${iface.name}.10`]
      : [`is on "${bridge}", which is not VLAN-aware`, `bridges: { ${bridge}: { vlan-aware: true } }`];
  for (const { value, path } of node.settings.all("interfaces")) {
    for (const key of ["vlan", "vlans"] as const) {
      // With a parent it is the VLAN of the interface itself (sub-interfaces.ts).
      if (value[iface.name]?.[key] === undefined || value[iface.name]?.parent !== undefined) continue;
      const at = source.keySpanOf([...path, iface.name, key]);
      sink.error("names/vlan", at, `${node.name}:${iface.name} ${why}`, { hint });
    }
  }
}
