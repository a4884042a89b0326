// Knows: interfaces written under `interfaces` that sit on another one, or on nothing: VLANs, macvlans, dummies.
// Refuses to know: VLANs of bridge ports (bridges.ts).

import { didYouMean } from "../base/suggest.ts";
import type { IfName } from "../model/names.ts";
import { declareDevice, findInterface } from "./declare.ts";
import type { DraftInterface, DraftNode } from "./draft.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import type { WrittenInterface } from "./schema.ts";

/** What all levels say of one interface together, the most specific last; with the path of each key. */
interface Written {
  readonly value: WrittenInterface;
  readonly pathOf: (key: keyof WrittenInterface) => Path;
  readonly path: Path;
}

export function declareSubInterfaces(node: DraftNode, loading: Loading): void {
  // Parents first: eth1.10 may itself be the parent of eth1.10.20.
  const names = [...node.interfaces.keys()].toSorted((a, b) => a.split(".").length - b.split(".").length);
  for (const name of names) {
    const iface = node.interfaces.get(name);
    const written = writtenInterface(node, name);
    if (!iface || !written) continue;
    iface.mpls = written.value.mpls ?? false;
    declareOne(node, iface, written, loading);
  }
}

function writtenInterface(node: DraftNode, name: string): Written | undefined {
  const levels = node.settings
    .all("interfaces")
    .flatMap(({ value, path }) => (value[name] === undefined ? [] : [{ value: value[name], path: [...path, name] }]));
  const last = levels.at(-1);
  if (!last) return undefined;
  return {
    value: Object.assign({}, ...levels.map((level) => level.value)) as WrittenInterface,
    path: last.path,
    pathOf: (key) => [...(levels.findLast((level) => level.value[key] !== undefined) ?? last).path, key],
  };
}

function declareOne(node: DraftNode, iface: DraftInterface, written: Written, loading: Loading): void {
  const before = loading.sink.all.length;
  declareAs(node, iface, written, loading);
  // One report is enough: no second one that nothing makes this interface.
  const isReported = loading.sink.all.length > before;
  if (isReported && !iface.far) iface.device ??= { made: { kind: "dummy" }, at: iface.at };
}

function declareAs(node: DraftNode, iface: DraftInterface, written: Written, loading: Loading): void {
  const { source, sink } = loading;
  const { type, parent, vlan, mode } = written.value;
  const at = source.keySpanOf(written.path);
  if (type === "dummy") declareDevice(node, iface.name, at, { kind: "dummy" }, loading);
  else if (type === "macvlan") {
    if (parent === undefined) {
      sink.error("names/macvlan", at, `the macvlan ${node.name}:${iface.name} has no parent`, {
        hint: "parent: the interface of the node it sits on",
      });
      return;
    }
    const under = findInterface(node, parent, source.spanOf(written.pathOf("parent")), loading);
    if (under)
      declareDevice(node, iface.name, at, { kind: "macvlan", parent: under.name, mode: mode ?? "bridge" }, loading);
  } else if (parent !== undefined) {
    if (vlan === undefined) {
      sink.error("names/vlan", at, `${node.name}:${iface.name} has a parent and no VLAN`, {
        hint: "vlan: the number of the VLAN, or type: macvlan",
      });
      return;
    }
    const under = findInterface(node, parent, source.spanOf(written.pathOf("parent")), loading);
    if (under) declareDevice(node, iface.name, at, { kind: "vlan", parent: under.name, id: vlan }, loading);
  } else if (!iface.far && !iface.device) declareByName(node, iface, written, loading);
}

/** eth1.10 is VLAN 10 on eth1, where there is an eth1. */
function declareByName(node: DraftNode, iface: DraftInterface, written: Written, loading: Loading): void {
  const { source, sink } = loading;
  const at = source.keySpanOf(written.path);
  const parts = vlanNameOf(iface.name);
  const [, before = "", number = ""] = /^(.+)\.(\d+)$/.exec(iface.name) ?? [];
  if (!parts && node.interfaces.has(before)) {
    sink.error("names/vlan", at, `${number} is no VLAN`, { hint: "VLANs have numbers from 1 to 4094" });
  }
  if (!parts) return;
  const parent = node.interfaces.get(parts.parent);
  if (parent) declareDevice(node, iface.name, at, { kind: "vlan", parent: parent.name, id: parts.id }, loading);
  // What defaults and groups say of eth1.10 is for nodes that have an eth1.
  else if (written.path[1] === "nodes") {
    const names = [...node.interfaces.keys()].filter((name) => name !== iface.name);
    const message = `${iface.name} is VLAN ${parts.id} on ${parts.parent}, and "${node.name}" has no interface "${parts.parent}"`;
    sink.error("names/unknown-interface", at, `${message}${didYouMean(parts.parent, names)}`, {
      hint: `its interfaces: ${names.join(", ")}`,
    });
  }
}

/** The two halves of `eth1.10`; undefined when the name is no VLAN's. */
export function vlanNameOf(name: string): { readonly parent: string; readonly id: number } | undefined {
  const [, parent = "", id = ""] = /^(.+)\.(\d{1,4})$/.exec(name) ?? [];
  return parent !== "" && Number(id) >= 1 && Number(id) <= 4094 ? { parent, id: Number(id) } : undefined;
}

/** A name that a VRF, bridge or bond lists may be a VLAN nobody wrote about: `interfaces: [eth1.10]`. */
export function declareListed(node: DraftNode, loading: Loading): void {
  const { source } = loading;
  for (const key of ["vrfs", "bridges", "bonds"] as const) {
    for (const { value, path } of node.settings.entries(key).values()) {
      for (const [i, name] of (value.interfaces ?? []).entries()) {
        const parts = vlanNameOf(name);
        if (!parts || node.interfaces.has(name) || !node.interfaces.has(parts.parent)) continue;
        const at = source.spanOf([...path, "interfaces", i]);
        declareDevice(node, name, at, { kind: "vlan", parent: parts.parent as IfName, id: parts.id }, loading);
      }
    }
  }
}
