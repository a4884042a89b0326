// Knows: how a routing table is named: by a VRF, a number, or one of the kernel's three words.
// Refuses to know: what is in it.

import type { Span } from "../base/span.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Interface } from "../model/lab.ts";
import type { DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";

/** linux/rtnetlink.h, RT_TABLE_*. */
const kernelTables: Readonly<Record<string, number>> = { default: 253, main: 254, local: 255 };

type Vrf = Interface & { readonly device: { readonly kind: "vrf"; readonly table: number } };

function isVrf(iface: Interface): iface is Vrf {
  return iface.device?.kind === "vrf";
}

/** The VRF of that name, or a report with the closest one. */
export function findVrf(
  name: string,
  at: Span,
  node: DraftNode,
  interfaces: readonly Interface[],
  { sink }: Loading,
): Vrf | undefined {
  const vrfs = interfaces.filter(isVrf);
  const vrf = vrfs.find((candidate) => candidate.name === name);
  if (vrf) return vrf;
  const names = vrfs.map((candidate) => candidate.name);
  sink.error("addresses/unknown-vrf", at, `"${node.name}" has no VRF "${name}"${didYouMean(name, names)}`, {
    hint: names.length === 0 ? `declare it: vrfs: { ${name}: { table: 10 } }` : `its VRFs: ${names.join(", ")}`,
  });
  return undefined;
}

/** The number of a table as `ip route … table` takes it; a VRF's name is allowed too. */
export function findTable(
  text: string,
  at: Span,
  node: DraftNode,
  interfaces: readonly Interface[],
  { sink }: Loading,
): number | undefined {
  if (/^[1-9]\d*$/.test(text) && Number(text) <= 0xffffffff) return Number(text);
  const vrfs = interfaces.filter(isVrf);
  const known = kernelTables[text] ?? vrfs.find((vrf) => vrf.name === text)?.device.table;
  if (known !== undefined) return known;
  const names = [...Object.keys(kernelTables), ...vrfs.map((vrf) => vrf.name)];
  sink.error("addresses/table", at, `"${node.name}" has no table "${text}"${didYouMean(text, names)}`, {
    hint: `a number, or one of: ${names.join(", ")}`,
  });
  return undefined;
}

/** Whether a gateway on `iface` can be used by a route in that place: a VRF sees its own interfaces only. */
export function isIn(
  iface: Interface,
  place: { readonly vrf: string | undefined; readonly table: number | undefined },
  interfaces: readonly Interface[],
): boolean {
  const master = interfaces.find((candidate) => candidate.name === iface.master);
  const vrf = isVrf(iface) ? iface : master && isVrf(master) ? master : undefined;
  if (place.vrf !== undefined) return vrf?.name === place.vrf;
  return vrf === undefined || place.table === vrf.device.table;
}
