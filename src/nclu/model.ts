// Knows: what a switch's configuration is, as data: stanzas, FRR's lines, the hostname, lines of other files.
// Refuses to know: file formats (interfaces-file.ts, frr-file.ts) and commands (apply-command.ts).

/** Index of the command a line came from; undefined for what was there before. */
export type From = number | undefined;

export interface Attribute {
  readonly key: string;
  readonly value: string;
  readonly from: From;
}

/** One stanza of /etc/network/interfaces. A draft: apply-command.ts changes it in place. */
export interface StanzaDraft {
  readonly name: string;
  method: "static" | "loopback" | "dhcp";
  attributes: Attribute[];
  /** Comment lines above `auto` and inside the stanza; kept as they are. */
  readonly above: readonly string[];
  readonly inside: readonly string[];
  readonly from: From;
}

/** A line of frr.conf with the lines of its block below it. */
export interface FrrNode {
  readonly text: string;
  readonly children: FrrNode[];
  readonly from: From;
}

export interface OtherLine {
  readonly text: string;
  readonly from: From;
}

/** Draft of the whole switch; readSwitch makes a fresh one, nobody shares it. */
export interface SwitchDraft {
  /** Lines above the first stanza of /etc/network/interfaces. */
  readonly header: readonly string[];
  readonly stanzas: Map<string, StanzaDraft>;
  frr: FrrNode[];
  hostname: string | undefined;
  hostnameFrom: From;
  /** Path → lines, for the files NCLU edits line by line (resolv.conf, ntp.conf, what is only stored). */
  readonly other: Map<string, OtherLine[]>;
}

/** The stanza, made when it is not there. */
export function ensureStanza(draft: SwitchDraft, name: string, from: From): StanzaDraft {
  const known = draft.stanzas.get(name);
  if (known) return known;
  const made: StanzaDraft = {
    name,
    method: name === "lo" ? "loopback" : "static",
    attributes: [],
    above: [],
    inside: [],
    from,
  };
  draft.stanzas.set(name, made);
  return made;
}

export function attributeOf(stanza: StanzaDraft | undefined, key: string): string | undefined {
  return stanza?.attributes.find((a) => a.key === key)?.value;
}

/** One value per key: the old one goes. The same value keeps the line it came from. */
export function setAttribute(stanza: StanzaDraft, key: string, value: string, from: From): void {
  if (stanza.attributes.some((a) => a.key === key && a.value === value)) return;
  stanza.attributes = [...stanza.attributes.filter((a) => a.key !== key), { key, value, from }];
}

/** One more value for a key that may come several times (address). */
export function addAttribute(stanza: StanzaDraft, key: string, value: string, from: From): void {
  if (stanza.attributes.some((a) => a.key === key && a.value === value)) return;
  stanza.attributes = [...stanza.attributes, { key, value, from }];
}

export function dropAttributes(stanza: StanzaDraft, drop: (attribute: Attribute) => boolean): void {
  stanza.attributes = stanza.attributes.filter((a) => !drop(a));
}
