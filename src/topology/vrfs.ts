// Knows: the VRFs of a node: their tables and their members.
// Refuses to know: the routes in them (routes.ts).

import type { Span } from "../base/span.ts";
import { didYouMean } from "../base/suggest.ts";
import { compareNatural } from "../base/sort.ts";
import { declareDevice, joinMaster } from "./declare.ts";
import type { DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";

/** Where Cumulus Linux starts to number tables on its own (ifupdown2, `vrf-table auto`). */
const firstAutomaticTable = 1001;
/** The kernel's own: local, main, default (linux/rtnetlink.h). */
const reservedTables: Readonly<Record<number, string>> = { 253: "default", 254: "main", 255: "local" };

export function declareVrfs(node: DraftNode, loading: Loading): void {
  const { source, sink } = loading;
  const taken = new Map<number, Span>();
  const written = [...node.settings.entries("vrfs")].toSorted(([a], [b]) => compareNatural(a, b));
  for (const [name, { value, path }] of written) {
    if (value.table === undefined) continue;
    const at = source.spanOf([...path, "table"]);
    const reserved = reservedTables[value.table];
    const first = taken.get(value.table);
    if (reserved !== undefined) {
      sink.error(
        "names/vrf-table",
        at,
        `table ${value.table} is the kernel's "${reserved}": VRF "${name}" needs its own`,
      );
    } else if (first) {
      sink.error("names/vrf-table", at, `table ${value.table} belongs to another VRF of "${node.name}"`, {
        related: [{ at: first, message: "first used here" }],
      });
    } else taken.set(value.table, at);
  }
  let next = firstAutomaticTable;
  for (const [name, { value, path }] of written) {
    while (value.table === undefined && taken.has(next)) next++;
    const table = value.table ?? next++;
    declareDevice(node, name, source.keySpanOf(path), { kind: "vrf", table }, loading);
  }
}

/** Members as the VRF lists them, and as interfaces say it themselves (`vrf:`). */
export function joinVrfs(node: DraftNode, loading: Loading): void {
  const { source, sink } = loading;
  for (const [name, { value, path }] of node.settings.entries("vrfs")) {
    const vrf = node.interfaces.get(name);
    if (vrf?.device?.made.kind !== "vrf") continue;
    for (const [i, member] of (value.interfaces ?? []).entries()) {
      joinMaster(node, member, source.spanOf([...path, "interfaces", i]), vrf.name, loading);
    }
  }
  for (const { value, path } of node.settings.all("interfaces")) {
    for (const [ifname, { vrf: wanted }] of Object.entries(value)) {
      if (wanted === undefined || !node.interfaces.has(ifname)) continue;
      const at = source.spanOf([...path, ifname, "vrf"]);
      const vrfs = [...node.interfaces.values()].filter((iface) => iface.device?.made.kind === "vrf");
      const vrf = vrfs.find((candidate) => candidate.name === wanted);
      if (vrf) joinMaster(node, ifname, at, vrf.name, loading);
      else {
        const names = vrfs.map((candidate) => candidate.name);
        sink.error("names/unknown-vrf", at, `"${node.name}" has no VRF "${wanted}"${didYouMean(wanted, names)}`, {
          hint: names.length === 0 ? `declare it: vrfs: { ${wanted}: { table: 10 } }` : `its VRFs: ${names.join(", ")}`,
        });
      }
    }
  }
}
