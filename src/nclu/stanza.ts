// Knows: how the attributes of a stanza of /etc/network/interfaces are read.
// Refuses to know: what becomes of them.

/** A stanza, as a file or a lab's commands have it. */
export interface StanzaText {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export type Stanzas = ReadonlyMap<string, StanzaText>;

/** IEEE 802.1Q's default: the VLAN of a port nobody said anything about. */
const defaultPvid = 1;
export function isBridge(stanza: StanzaText): boolean {
  return has(stanza, "bridge-ports") || isVlanAware(stanza);
}
export function isVlanAware(stanza: StanzaText): boolean {
  return one(stanza, "bridge-vlan-aware") === "yes";
}
export function pvidOf(stanza: StanzaText): number {
  return Number(one(stanza, "bridge-pvid") ?? defaultPvid);
}
export function portsOf(stanza: StanzaText): readonly string[] {
  return words(stanza, "bridge-ports").filter((port) => port !== "none");
}

export function all(stanza: StanzaText | undefined, key: string): readonly string[] {
  return (stanza?.attributes ?? []).filter((attribute) => attribute.key === key).map(({ value }) => value);
}
export function one(stanza: StanzaText | undefined, key: string): string | undefined {
  return all(stanza, key).at(-1);
}
export function has(stanza: StanzaText | undefined, key: string): boolean {
  return one(stanza, key) !== undefined;
}
export function words(stanza: StanzaText | undefined, key: string): readonly string[] {
  return all(stanza, key).flatMap((value) => value.split(/[\s,]+/).filter((word) => word !== ""));
}
