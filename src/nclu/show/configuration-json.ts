// Knows: `net show configuration … json`: the same facts as the text, for a program to read.
// Refuses to know: what the text looks like (configuration.ts). The shape is labctl's own: no capture of a switch's is known.

import { commandList } from "../command-list.ts";
import { isNextHopLine } from "../frr-header.ts";
import { sortAttributes, sortStanzas } from "../interfaces-file.ts";
import type { FrrNode, StanzaDraft, SwitchDraft } from "../model.ts";
import type { Files } from "../switch-files.ts";

/** Blocks hold their lines, lines hold nothing: `{ "router bgp 1": { "bgp router-id 1.1.1.1": {} } }`. */
interface LineTree {
  readonly [line: string]: LineTree;
}

/** `part` is the word after `configuration`, "" for all of it. */
export function configurationJson(draft: SwitchDraft, files: Files, part: string, iface: string | undefined): string {
  return `${JSON.stringify(factsOf(draft, files, part, iface), undefined, 4)}\n`;
}

function factsOf(draft: SwitchDraft, files: Files, part: string, iface: string | undefined): object {
  const others = (word: string): object =>
    Object.fromEntries(
      [...draft.other]
        .map(([file, lines]) => [file, lines.map(({ text }) => text).filter((text) => text.startsWith(word))] as const)
        .filter(([, lines]) => lines.length > 0),
    );
  switch (part) {
    case "commands":
      return commandList(draft);
    case "files":
      return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.trimEnd().split("\n")]));
    case "interface":
      return interfaces(draft, iface);
    case "bgp":
    case "ospf":
    case "ospf6":
      return tree(draft.frr.filter(({ text }) => text.startsWith(`router ${part}`)));
    case "":
      return {
        interfaces: interfaces(draft, undefined),
        hostname: draft.hostname ?? "cumulus",
        frr: tree(draft.frr.filter(({ text }) => !/^(interface|hostname) /.test(text) && !isNextHopLine(text))),
        other: others(""),
      };
    default:
      return others(part === "dns" ? "nameserver" : part);
  }
}

function interfaces(draft: SwitchDraft, only: string | undefined): object {
  const blocks = new Map(draft.frr.map((node) => [/^interface (\S+)$/.exec(node.text)?.[1], node] as const));
  const names = new Set([...draft.stanzas.keys(), ...[...blocks.keys()].filter((name) => name !== undefined)]);
  const shown = sortStanzas([...names].filter((name) => only === undefined || name === only).map((name) => ({ name })));
  return Object.fromEntries(
    shown.map(({ name }) => {
      const block = blocks.get(name);
      return [name, { ...attributesOf(draft.stanzas.get(name)), ...(block && { frr: tree(block.children) }) }];
    }),
  );
}

/** Every attribute is a list: most may come several times. */
function attributesOf(stanza: StanzaDraft | undefined): Readonly<Record<string, readonly string[]>> {
  const lists: Record<string, string[]> = stanza?.method === "dhcp" ? { address: ["dhcp"] } : {};
  for (const { key, value } of sortAttributes(stanza?.attributes ?? [])) (lists[key] ??= []).push(value);
  return lists;
}

function tree(nodes: readonly FrrNode[]): LineTree {
  return Object.fromEntries(nodes.map(({ text, children }) => [text, tree(children)]));
}
