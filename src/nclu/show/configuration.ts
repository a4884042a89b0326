// Knows: the text of `net show configuration` and of its parts: both files merged, interface by interface.
// Refuses to know: the files' own formats.

import { frrLines } from "../frr-file.ts";
import { isHeaderLine, isNextHopLine } from "../frr-header.ts";
import { sortAttributes, sortStanzas } from "../interfaces-file.ts";
import type { FrrNode, StanzaDraft, SwitchDraft } from "../model.ts";

/** `part` is the word after `configuration`, "" for all of it. */
export function configurationText(draft: SwitchDraft, part: string, iface: string | undefined): string {
  const routers = (start: string): FrrNode[] => draft.frr.filter((node) => node.text.startsWith(start));
  switch (part) {
    case "":
      return blocks([
        ...interfaceBlocks(draft),
        [`hostname ${draft.hostname ?? "cumulus"}`],
        ...frrBlocks(rest(draft)),
        ...otherBlocks(draft, ""),
      ]);
    case "interface":
      return blocks(interfaceBlocks(draft).filter(([head]) => iface === undefined || head === `interface ${iface}`));
    case "bgp":
    case "ospf":
    case "ospf6":
      return blocks([...frrBlocks(headers(draft)), ...frrBlocks(routers(`router ${part}`)), ["line vty"]]);
    default:
      return blocks(otherBlocks(draft, part));
  }
}

function headers(draft: SwitchDraft): FrrNode[] {
  return draft.frr.filter((node) => isHeaderLine(node.text) && !isNextHopLine(node.text));
}

function rest(draft: SwitchDraft): FrrNode[] {
  const elsewhere = (text: string): boolean => /^(interface|hostname) /.test(text) || isNextHopLine(text);
  return draft.frr.filter((node) => !elsewhere(node.text));
}

/** A stanza and FRR's block of one name are one: `interface NAME` and what either has. */
function interfaceBlocks(draft: SwitchDraft): string[][] {
  const routed = draft.frr.filter((node) => node.text.startsWith("interface "));
  const names = new Set([...draft.stanzas.keys(), ...routed.map((node) => node.text.slice("interface ".length))]);
  return sortStanzas([...names].map((name) => ({ name }))).map(({ name }) => [
    `interface ${name}`,
    ...stanzaLines(draft.stanzas.get(name)),
    ...frrLines(routed.filter((node) => node.text === `interface ${name}`))
      .slice(1)
      .map((line) => `  ${line.text.trim()}`),
  ]);
}

function stanzaLines(stanza: StanzaDraft | undefined): string[] {
  if (!stanza) return [];
  const dhcp = stanza.method === "dhcp" ? ["  address dhcp"] : [];
  return [...dhcp, ...sortAttributes(stanza.attributes).map(({ key, value }) => `  ${key} ${value}`)];
}

/** Two spaces a level, without FRR's closing lines; lines of one kind stay together. */
function frrBlocks(nodes: readonly FrrNode[]): string[][] {
  const made: string[][] = [];
  let previous = "";
  for (const { text } of frrLines(nodes, () => true)) {
    if (/^\s*exit/.test(text)) continue;
    const depth = /^ */.exec(text)![0].length;
    const kind = isHeaderLine(text) ? "header" : text.split(" ").slice(0, 2).join(" ");
    const block = depth > 0 || (kind === previous && !text.startsWith("route")) ? made.at(-1) : undefined;
    if (block) block.push(`${"  ".repeat(depth)}${text.trim()}`);
    else made.push([text]);
    if (depth === 0) previous = kind;
  }
  return made;
}

function otherBlocks(draft: SwitchDraft, word: string): string[][] {
  const wanted: Readonly<Record<string, RegExp>> = {
    "": /^/,
    dns: /resolv\.conf$/,
    "snmp-server": /stored\.conf$/,
    syslog: /stored\.conf$/,
  };
  return [...draft.other]
    .filter(([file]) => wanted[word]?.test(file) === true)
    .map(([, lines]) =>
      lines.map(({ text }) => text).filter((text) => word === "" || word === "dns" || text.startsWith(word)),
    )
    .filter((lines) => lines.length > 0);
}

function blocks(all: readonly (readonly string[])[]): string {
  return all.map((lines) => `\n${lines.join("\n")}\n`).join("");
}
