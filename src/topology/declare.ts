// Knows: how an interface comes to be made by something else than a link, and how one joins another.
// Refuses to know: which kinds of device there are (vrfs.ts, bridges.ts, bonds.ts …).

import type { Span } from "../base/span.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Device } from "../model/device.ts";
import type { IfName } from "../model/names.ts";
import { ifNameOf } from "./draft-nodes.ts";
import { interfaceOf, type DraftInterface, type DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";

const kindWords: Readonly<Record<Device["kind"], string>> = {
  vrf: "a VRF",
  vlan: "a VLAN",
  bridge: "a bridge",
  bond: "a bond",
  vxlan: "a VXLAN tunnel",
  dummy: "a dummy interface",
  macvlan: "a macvlan",
  "host-macvlan": "a macvlan",
};

/** The interface of that name, made by `device`; undefined, and a report, when something else makes it already. */
export function declareDevice(
  node: DraftNode,
  text: string,
  at: Span,
  device: Device,
  loading: Loading,
): DraftInterface | undefined {
  const name = ifNameOf(text, at, loading);
  if (name === undefined) return undefined;
  const what = kindWords[device.kind];
  const iface = interfaceOf(node, name, at);
  if (name === "lo") {
    loading.sink.error("names/device", at, `lo is the loopback of "${node.name}": it cannot be ${what}`);
    return undefined;
  }
  const first = iface.far ?? iface.device;
  if (first) {
    const other = iface.device ? kindWords[iface.device.made.kind] : "the end of a link";
    loading.sink.error("names/device", at, `${node.name}:${name} is ${other}: it cannot be ${what} as well`, {
      related: [{ at: first.at, message: "first written here" }],
    });
    return undefined;
  }
  iface.device = { made: device, at };
  return iface;
}

/** The interface of that name, or a report with the closest one. */
export function findInterface(node: DraftNode, text: string, at: Span, loading: Loading): DraftInterface | undefined {
  const found = node.interfaces.get(text);
  if (found) return found;
  const names = [...node.interfaces.keys()];
  loading.sink.error(
    "names/unknown-interface",
    at,
    `"${node.name}" has no interface "${text}"${didYouMean(text, names)}`,
    { hint: `its interfaces: ${names.join(", ")}` },
  );
  return undefined;
}

/** Makes `text` a port or member of `master`. An interface belongs to one thing at most. */
export function joinMaster(node: DraftNode, text: string, at: Span, master: IfName, loading: Loading): void {
  const member = findInterface(node, text, at, loading);
  if (!member) return;
  if (member.master && member.master.name !== master) {
    const message = `${node.name}:${member.name} belongs to "${member.master.name}" already`;
    loading.sink.error("names/two-masters", at, message, {
      related: [{ at: member.master.at, message: "first written here" }],
      hint: "an interface is in one VRF, bridge or bond at most",
    });
    return;
  }
  if (
    member.name === master ||
    (member.device?.made.kind === "vrf" && node.interfaces.get(master)?.device?.made.kind === "vrf")
  ) {
    loading.sink.error("names/master", at, `"${member.name}" cannot belong to "${master}"`);
    return;
  }
  member.master = { name: master, at };
}
