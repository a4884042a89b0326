// Knows: the shape of the grammar's tables: what can be typed, and which line of which file it stands for.
// Refuses to know: the commands themselves (the tables beside this file) and how they are applied.

/**
 * One command after `net add` / `net del`.
 *
 * `syntax`: words are keywords; `<name:Type>` a value (`<name:Type|word|1-10>` one of several: types start with a
 * capital, a range is numeric, the rest are keywords); `[…]` may be left out; `Rest` takes the rest of the line.
 */
export interface Row {
  readonly syntax: string;
  readonly to: readonly Target[];
  /** `del`: there is only a `net del` of it. */
  readonly only?: "add" | "del";
  /** What labctl keeps but does not act on, in the words of the note. */
  readonly stored?: string;
}

/** `net show …`: the same syntax, and which view answers it (show/). */
export interface ShowRow extends Row {
  readonly to: readonly [];
  readonly view: ShowView;
}

export type ShowView =
  /** Made from the switch's files and history alone. */
  | { readonly kind: "local"; readonly what: string }
  /** Asks the running switch; each question may have a heading. Texts are templates over the command's values. */
  | { readonly kind: "ask"; readonly format: string; readonly asks: readonly ShowQuestion[] };

export interface ShowQuestion {
  readonly title?: string;
  /** `vtysh …` for FRR, else an argv in words; `lldp` for the lab's own wiring. */
  readonly ask: string;
}

/** Where a command ends up. Texts are templates (template.ts) over the command's values. */
export type Target =
  /** An attribute of a stanza of /etc/network/interfaces. */
  | {
      readonly kind: "attribute";
      readonly stanza: string;
      readonly key: string;
      readonly value: string;
      /** `several`: may be there more than once; `ports`, `vlans`: a list that grows and shrinks. */
      readonly holds: "one" | "several" | "ports" | "vlans";
    }
  | { readonly kind: "stanza"; readonly stanza: string }
  | { readonly kind: "method"; readonly stanza: string; readonly method: "dhcp" }
  | { readonly kind: "frr"; readonly path: readonly string[]; readonly line: string; readonly default: FrrDefault }
  /** A line of another file. */
  | { readonly kind: "line"; readonly file: string; readonly line: string }
  | { readonly kind: "hostname" }
  | { readonly kind: "everything" }
  /** What NCLU does besides, on `add` only (side-effects.ts). */
  | { readonly kind: "also"; readonly effect: SideEffect }
  /** `del` only: attributes whose key starts so, or FRR lines that start so. */
  | { readonly kind: "drop-attributes"; readonly stanza: string; readonly prefix: string }
  | { readonly kind: "drop-lines"; readonly path: readonly string[]; readonly prefix: string }
  | { readonly kind: "drop-vlan"; readonly vlan: string };

export type FrrTarget = Extract<Target, { readonly kind: "frr" }>;

/**
 * A line of frr.conf under block headers is off unless it is there. `on`: FRR does it unless told `no`;
 * `passive`: that is so while OSPF's `passive-interface default` is set.
 */
export type FrrDefault = "on" | "off" | "passive";

export type SideEffect =
  | { readonly do: "bridge-member"; readonly port: string; readonly vlans?: string }
  | { readonly do: "bridge-vlans"; readonly vlans: string }
  | { readonly do: "vlan-aware"; readonly bridge: string }
  | { readonly do: "bare-stanzas"; readonly names: string }
  | { readonly do: "vrf"; readonly vrf: string }
  | { readonly do: "svi"; readonly vlan: string }
  | { readonly do: "vxlan-guard"; readonly vxlan: string }
  | { readonly do: "clag-peer"; readonly role: string };

export const attribute = (
  stanza: string,
  key: string,
  value: string,
  holds: "one" | "several" | "ports" | "vlans" = "one",
): Target => ({ kind: "attribute", stanza, key, value, holds });

export const stanza = (name: string): Target => ({ kind: "stanza", stanza: name });

export const frr = (path: readonly string[], line: string, fallback: FrrDefault = "off"): Target => ({
  kind: "frr",
  path,
  line,
  default: fallback,
});

export const also = (effect: SideEffect): Target => ({ kind: "also", effect });

/** The block headers of frr.conf that several tables use. `*`: the AS number, which the command does not repeat. */
export const block = {
  bgp: "router bgp *[ vrf {vrf}]",
  ospf: "router ospf[ vrf {vrf}]",
  vrf: "vrf {vrf}",
  ipv4: "address-family ipv4 unicast",
  ipv6: "address-family ipv6 unicast",
  evpn: "address-family l2vpn evpn",
} as const;
