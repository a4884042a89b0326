// Knows: what NCLU does besides the line a command stands for: a port joins the bridge, a VRF gets its table.
// Refuses to know: which commands have which of these (the grammar's tables say).

import type { SideEffect } from "./grammar/row.ts";
import { expandInterfaces, expandVlans, foldVlans } from "./glob.ts";
import { addAttribute, attributeOf, ensureStanza, setAttribute, type From, type SwitchDraft } from "./model.ts";
import { templateOf, type Values } from "./template.ts";

/** NCLU's name for the one VLAN-aware bridge, unless the switch has another. */
const usualBridge = "bridge";

export function applySideEffect(draft: SwitchDraft, effect: SideEffect, values: Values, from: From): void {
  const fill = (text: string): string => templateOf(text).render(values) ?? "";
  switch (effect.do) {
    case "bridge-member":
      addToList(draft, vlanAwareBridge(draft, from), "bridge-ports", [fill(effect.port)], from);
      if (effect.vlans !== undefined) addVlans(draft, fill(effect.vlans), from);
      return;
    case "bridge-vlans":
      addVlans(draft, fill(effect.vlans), from);
      return;
    case "vlan-aware":
      setAttribute(ensureStanza(draft, fill(effect.bridge), from), "bridge-vlan-aware", "yes", from);
      return;
    case "bare-stanzas":
      for (const name of expandInterfaces(fill(effect.names)) ?? []) ensureStanza(draft, name, from);
      return;
    case "vrf":
      addVrf(draft, fill(effect.vrf), from);
      return;
    case "svi": {
      const vlan = fill(effect.vlan);
      const stanza = ensureStanza(draft, `vlan${vlan}`, from);
      const bridge = vlanAwareBridge(draft, from);
      if (attributeOf(stanza, "vlan-id") === undefined) setAttribute(stanza, "vlan-id", vlan, from);
      if (attributeOf(stanza, "vlan-raw-device") === undefined) setAttribute(stanza, "vlan-raw-device", bridge, from);
      addVlans(draft, vlan, from);
      return;
    }
    case "vxlan-guard": {
      // A tunnel must not carry spanning tree from one site to another.
      const stanza = ensureStanza(draft, fill(effect.vxlan), from);
      setAttribute(stanza, "mstpctl-bpduguard", "yes", from);
      setAttribute(stanza, "mstpctl-portbpdufilter", "yes", from);
      return;
    }
    case "clag-peer":
      // The primary has the lower priority.
      setAttribute(
        ensureStanza(draft, "peerlink.4094", from),
        "clagd-priority",
        fill(effect.role) === "primary" ? "1000" : "2000",
        from,
      );
      return;
    default:
      effect satisfies never;
  }
}

/** The name of the VLAN-aware bridge, made when the switch has none. */
function vlanAwareBridge(draft: SwitchDraft, from: From): string {
  const known = [...draft.stanzas.values()].find((s) => attributeOf(s, "bridge-vlan-aware") === "yes");
  if (known) return known.name;
  setAttribute(ensureStanza(draft, usualBridge, from), "bridge-vlan-aware", "yes", from);
  return usualBridge;
}

function addVlans(draft: SwitchDraft, list: string, from: From): void {
  changeVlans(
    draft,
    vlanAwareBridge(draft, from),
    "bridge-vids",
    (ids) => [...ids, ...(expandVlans(list) ?? [])],
    from,
  );
}

/** Changes a list of VLAN ids (`10-20 30`); an empty one takes its attribute with it. */
export function changeVlans(
  draft: SwitchDraft,
  name: string,
  key: string,
  change: (ids: readonly number[]) => readonly number[],
  from: From,
): void {
  const stanza = ensureStanza(draft, name, from);
  const before = attributeOf(stanza, key);
  const ids = [...new Set(change(before === undefined ? [] : (expandVlans(before) ?? [])))].toSorted((a, b) => a - b);
  if (ids.length > 0) setAttribute(stanza, key, foldVlans(ids).join(" "), from);
  else stanza.attributes = stanza.attributes.filter((a) => a.key !== key);
}

/** Adds names to a list of ports; the list is written sorted, without globs. */
export function addToList(draft: SwitchDraft, name: string, key: string, more: readonly string[], from: From): void {
  const stanza = ensureStanza(draft, name, from);
  const before = listOf(attributeOf(stanza, key));
  setAttribute(stanza, key, [...new Set([...before, ...more])].toSorted(comparePorts).join(" "), from);
}

export function removeFromList(
  draft: SwitchDraft,
  name: string,
  key: string,
  gone: readonly string[],
  from: From,
): void {
  const stanza = draft.stanzas.get(name);
  if (!stanza) return;
  const left = listOf(attributeOf(stanza, key)).filter((port) => !gone.includes(port));
  if (left.length > 0) setAttribute(stanza, key, left.join(" "), from);
  else stanza.attributes = stanza.attributes.filter((a) => a.key !== key);
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : value.split(/\s+/).filter((name) => name !== "");
}

/** ASCII order, but with numbers as numbers: BOND0 swp2 swp10 vni10. */
export function comparePorts(a: string, b: string): number {
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? "", right[i] ?? ""];
    if (x === y) continue;
    const numbers = i % 2 === 1 ? Number(x) - Number(y) : 0;
    return numbers || (x < y ? -1 : 1);
  }
  return left.length - right.length;
}

function addVrf(draft: SwitchDraft, name: string, from: From): void {
  const known = draft.stanzas.get(name);
  if (known && attributeOf(known, "vrf-table") !== undefined) return;
  const stanza = ensureStanza(draft, name, from);
  // The management VRF answers on its own loopback addresses.
  if (name === "mgmt") for (const address of ["127.0.0.1/8", "::1/128"]) addAttribute(stanza, "address", address, from);
  setAttribute(stanza, "vrf-table", "auto", from);
}
