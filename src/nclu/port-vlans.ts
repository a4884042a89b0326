// Knows: which VLANs a port of a VLAN-aware bridge carries, and which of them untagged.
// Refuses to know: which ports there are, and how the kernel is told.

import type { PortVlan } from "../model/device.ts";
import { expandVlans } from "./glob.ts";
import { isVlanAware, one, portsOf, pvidOf, words, type StanzaText, type Stanzas } from "./stanza.ts";

/** The VLANs of a port of a VLAN-aware bridge, or of the bridge's own end, where VLAN interfaces sit. */
export function vlansOf(stanza: StanzaText, stanzas: Stanzas): readonly PortVlan[] {
  if (isVlanAware(stanza)) {
    const above = [...stanzas.values()].filter((other) => one(other, "vlan-raw-device") === stanza.name);
    return [
      untagged(pvidOf(stanza)),
      ...above
        .map((other) => Number(one(other, "vlan-id")))
        .filter((id) => id !== pvidOf(stanza))
        .map(tagged),
    ];
  }
  const bridge = [...stanzas.values()].find((other) => isVlanAware(other) && portsOf(other).includes(stanza.name));
  if (!bridge) return [];
  const access = one(stanza, "bridge-access");
  if (access !== undefined) return [untagged(Number(access))];
  const pvid = one(stanza, "bridge-pvid") === undefined ? pvidOf(bridge) : pvidOf(stanza);
  const vids = words(stanza, "bridge-vids");
  const ids = (vids.length > 0 ? vids : words(bridge, "bridge-vids")).flatMap((list) => expandVlans(list) ?? []);
  const own = one(stanza, "bridge-allow-untagged") === "no" ? [] : [untagged(pvid)];
  return [...own, ...ranges(ids.filter((id) => own.length === 0 || id !== pvid))];
}

function untagged(id: number): PortVlan {
  return { first: id, last: id, untagged: true };
}
function tagged(id: number): PortVlan {
  return { first: id, last: id, untagged: false };
}

function ranges(ids: readonly number[]): readonly PortVlan[] {
  const made: { first: number; last: number; untagged: boolean }[] = [];
  for (const id of [...new Set(ids)].toSorted((a, b) => a - b)) {
    const last = made.at(-1);
    if (last && last.last === id - 1) last.last = id;
    else made.push({ first: id, last: id, untagged: false });
  }
  return made;
}
