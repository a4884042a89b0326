// Knows: NCLU's lists: interface globs (`swp1-3,7`, `vni10,20`) and VLAN ranges (`10-20,30`).
// Refuses to know: whether the interfaces exist.

import { parseIfName } from "../model/names.ts";

/** A list longer than this is a typing mistake, not a switch: the biggest has 128 ports split in four. */
const longestList = 4094;

/** `swp7-9,12` → swp7 swp8 swp9 swp12. A bare number takes the prefix of the name before it. undefined: not a list. */
export function expandInterfaces(glob: string): readonly string[] | undefined {
  const names: string[] = [];
  let prefix: string | undefined;
  for (const item of glob.split(",")) {
    const bare = /^\d+(-\d+)?$/.test(item);
    if (bare && prefix === undefined) return undefined;
    const expanded = expandItem(bare ? `${prefix}${item}` : item);
    if (!expanded) return undefined;
    for (const name of expanded) {
      if (!parseIfName(name).ok || !/^[A-Za-z_]/.test(name)) return undefined;
      if (!names.includes(name)) names.push(name);
    }
    if (names.length > longestList) return undefined;
    prefix = /^(.*?)\d+$/.exec(expanded[0] ?? "")?.[1] ?? prefix;
  }
  return names;
}

function expandItem(item: string): readonly string[] | undefined {
  const range = /^(.*?\D)(\d+)-(\d+)$/.exec(item);
  if (!range) return [item];
  const [, prefix = "", first = "", last = ""] = range;
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > longestList) return undefined;
  const width = first.startsWith("0") ? first.length : 0;
  return Array.from({ length: count }, (_, i) => `${prefix}${String(Number(first) + i).padStart(width, "0")}`);
}

/** The shortest glob of names, which are in natural order: swp1 swp2 swp3 swp7 → `swp1-3,7`. */
export function foldInterfaces(names: readonly string[]): string {
  const items: string[] = [];
  let prefix: string | undefined;
  for (let i = 0; i < names.length;) {
    const [, stem, number] = /^(.*?\D)(0|[1-9]\d*)$/.exec(names[i] ?? "") ?? [];
    if (stem === undefined || number === undefined) {
      items.push(names[i] ?? "");
      i += 1;
      continue;
    }
    let end = i + 1;
    while (end < names.length && names[end] === `${stem}${Number(number) + end - i}`) end += 1;
    const shown = prefix === stem ? number : `${stem}${number}`;
    items.push(end - i > 1 ? `${shown}-${Number(number) + end - i - 1}` : shown);
    prefix = stem;
    i = end;
  }
  return items.join(",");
}

/** `10-12,30` (or with spaces, as bridge-vids has it) → the ids in order. undefined: not VLAN ids. */
export function expandVlans(list: string): readonly number[] | undefined {
  const ids = new Set<number>();
  for (const item of list.trim().split(/[\s,]+/)) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(item);
    if (!range) return undefined;
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    // 802.1Q: 0 and 4095 are reserved.
    if (first < 1 || last > 4094 || first > last) return undefined;
    for (let id = first; id <= last; id++) ids.add(id);
  }
  return [...ids].toSorted((a, b) => a - b);
}

/** Ids in order → ranges: `10-12`, `30`. Two neighbours are a range too. */
export function foldVlans(ids: readonly number[]): readonly string[] {
  const ranges: string[] = [];
  for (let i = 0; i < ids.length;) {
    let end = i + 1;
    while (end < ids.length && ids[end] === (ids[end - 1] ?? 0) + 1) end += 1;
    ranges.push(end - i > 1 ? `${ids[i]}-${ids[end - 1]}` : `${ids[i]}`);
    i = end;
  }
  return ranges;
}
