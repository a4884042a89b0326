// Knows: the format of /etc/network/interfaces and Cumulus' order of stanzas and attributes.
// Refuses to know: what an attribute does.

import { compareNatural } from "../base/sort.ts";
import type { Attribute, StanzaDraft } from "./model.ts";

export interface InterfacesFile {
  /** Lines above the first stanza: comments, `source`. */
  readonly header: readonly string[];
  readonly stanzas: Map<string, StanzaDraft>;
}

/** Reads the file. Stanzas of one name are one; comments stay with the stanza they stand above or in. */
export function parseInterfaces(text: string): InterfacesFile {
  const header: string[] = [];
  const stanzas = new Map<string, StanzaDraft>();
  let comments: string[] = [];
  let open: StanzaDraft | undefined;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const [word = "", ...rest] = line.split(/\s+/);
    if (line === "") {
      // A comment with an empty line below it belongs to the file, not to a stanza.
      if (stanzas.size === 0) header.push(...comments, "");
      if (stanzas.size === 0) comments = [];
    } else if (line.startsWith("#")) {
      if (open && /^\s/.test(raw))
        stanzas.set(open.name, (open = { ...open, inside: [...open.inside, raw.trimEnd()] }));
      else comments.push(line);
    } else if (word === "auto" || word.startsWith("allow-")) {
      for (const name of rest) stanzas.set(name, stanzas.get(name) ?? emptyStanza(name, comments));
      comments = [];
      open = undefined;
    } else if (word === "iface") {
      const [name = "", , method] = rest;
      open = stanzas.get(name) ?? emptyStanza(name, comments);
      if (method === "dhcp" || method === "loopback") open.method = method;
      stanzas.set(name, open);
      comments = [];
    } else if (open) open.attributes.push({ key: word, value: rest.join(" "), from: undefined });
    else {
      header.push(...comments, line);
      comments = [];
    }
  }
  while (header.at(-1) === "") header.pop();
  return { header, stanzas };
}

function emptyStanza(name: string, above: readonly string[]): StanzaDraft {
  return {
    name,
    method: name === "lo" ? "loopback" : "static",
    attributes: [],
    above: [...above],
    inside: [],
    from: undefined,
  };
}

export function renderInterfaces(file: InterfacesFile): string {
  const parts = sortStanzas([...file.stanzas.values()]).map((stanza) => renderStanza(stanza).join("\n"));
  return `${[...(file.header.length > 0 ? [file.header.join("\n")] : []), ...parts].join("\n\n")}\n`;
}

function renderStanza(stanza: StanzaDraft): string[] {
  const method = stanza.method === "static" ? "" : ` inet ${stanza.method}`;
  return [
    ...stanza.above,
    `auto ${stanza.name}`,
    `iface ${stanza.name}${method}`,
    ...stanza.inside,
    ...sortAttributes(stanza.attributes).map(({ key, value }) => `    ${key} ${value}`.trimEnd()),
  ];
}

/** By name, then by value, both as plain text. */
export function sortAttributes(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.toSorted((a, b) => compareText(a.key, b.key) || compareText(a.value, b.value));
}

/** lo, eth0, the ports in natural order, then everything else in ASCII order. */
export function sortStanzas<S extends { readonly name: string }>(stanzas: readonly S[]): readonly S[] {
  return stanzas.toSorted((a, b) => {
    const [left, right] = [placeOf(a.name), placeOf(b.name)];
    return left - right || (left === 3 ? compareText(a.name, b.name) : compareNatural(a.name, b.name));
  });
}

function placeOf(name: string): number {
  if (name === "lo") return 0;
  if (/^eth\d/.test(name)) return 1;
  return /^swp\d/.test(name) ? 2 : 3;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
