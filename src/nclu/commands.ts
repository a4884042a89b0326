// Knows: the NCLU commands that make a configuration: what `net show configuration commands` lists.
// Refuses to know: how commands change a configuration (apply-command.ts); it reads the same tables the other way.

import { compareNatural } from "../base/sort.ts";
import { familyOf } from "./families.ts";
import { foldInterfaces } from "./glob.ts";
import { rows } from "./grammar/grammar.ts";
import type { Row, Target } from "./grammar/row.ts";
import { formsOf, type Form } from "./grammar/syntax.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";
import { isNextHopLine, sortFrr } from "./frr-order.ts";
import { sortAttributes, sortStanzas } from "./interfaces-file.ts";
import type { FrrNode, SwitchDraft } from "./model.ts";
import { accepts } from "./parse.ts";
import { templateOf, type Values } from "./template.ts";
import { factsOf } from "./facts.ts";

/** A command taken apart, so that equal ones on several interfaces can be folded. */
export interface Said {
  readonly verb: "add" | "del";
  /** `interface`, `bgp` … the first keyword. */
  readonly head: string;
  /** The interface, where the second word is one that may be a glob. */
  readonly name: string | undefined;
  readonly tail: string;
}

export interface Configuration {
  readonly said: readonly Said[];
  /** What of frr.conf no command expresses: each line with the headers it stands under, indented. */
  readonly unsaid: readonly (readonly string[])[];
}

/** Every line as a command, in file order; not folded. */
export function configurationOf(draft: SwitchDraft): Configuration {
  const facts = factsOf(draft, [...draft.stanzas.keys()]);
  const unsaid: (readonly string[])[] = [];
  const said = [
    ...(draft.hostname === undefined
      ? []
      : [{ verb: "add", head: "hostname", name: undefined, tail: draft.hostname } as const]),
    ...stanzaCommands(draft, facts),
    ...frrCommands(draft, draft.frr, [], facts, unsaid),
    ...otherCommands(draft, facts),
  ];
  return { said, unsaid };
}

function stanzaCommands(draft: SwitchDraft, facts: SwitchFacts): Said[] {
  return sortStanzas([...draft.stanzas.values()]).flatMap((stanza): Said[] => {
    const family = familyOf(stanza.name, stanza);
    const dhcp = firstSaid(family, facts, (target) =>
      target.kind === "method" && target.method === stanza.method
        ? templateOf(target.stanza).match(stanza.name)
        : undefined,
    );
    const said: Said[] = dhcp ? [dhcp] : [];
    for (const { key, value } of sortAttributes(stanza.attributes)) {
      const found = firstSaid(family, facts, (target) => {
        if (target.kind !== "attribute") return undefined;
        const named = templateOf(target.key).match(key);
        const set =
          named &&
          templateOf(target.value).match(
            target.holds === "ports" || target.holds === "vlans" ? value.replace(/\s+/g, ",") : value,
          );
        const name = set && templateOf(target.stanza).match(stanza.name);
        return name && { ...name, ...named, ...set };
      });
      if (found) said.push(found);
    }
    // A stanza without attributes means no more than "up"; only interfaces are made that way.
    if (said.length === 0 && family === "interface") said.push(split("add", `interface ${stanza.name}`));
    return said;
  });
}

function frrCommands(
  draft: SwitchDraft,
  nodes: readonly FrrNode[],
  path: readonly string[],
  facts: SwitchFacts,
  unsaid: (readonly string[])[],
): Said[] {
  return sortFrr(nodes, path.at(-1)).flatMap((node): Said[] => {
    if (path.length === 0 && (/^(hostname |frr version )/.test(node.text) || isNextHopLine(node.text))) return [];
    const family = /^interface (\S+)$/.exec(path[0] ?? "")?.[1];
    const head = family === undefined ? undefined : familyOf(family, draft.stanzas.get(family));
    const below = frrCommands(draft, node.children, [...path, node.text], facts, unsaid);
    // A header is said by the lines in it; a router is more than that.
    if (node.children.length > 0 && !node.text.startsWith("router bgp ")) return below;
    const off = node.text.startsWith("no ");
    const found = firstSaid(head, facts, (target) => {
      if (target.kind !== "frr" || (off && target.default === "off")) return undefined;
      if (target.default === "on" && !off) return undefined;
      return valuesUnder(
        target.path,
        path,
        templateOf(target.line).match(off ? node.text.slice("no ".length) : node.text),
      );
    });
    if (found) return [off ? { ...found, verb: "del" } : found, ...below];
    if (!/^(interface|vrf|address-family|vni|router ospf)/.test(node.text))
      unsaid.push([...path, node.text].map((line, i) => " ".repeat(i) + line));
    return below;
  });
}

/** The values of the headers above a line together with its own; undefined when they do not fit. */
function valuesUnder(
  templates: readonly string[],
  headers: readonly string[],
  own: Values | undefined,
): Values | undefined {
  if (!own || templates.length !== headers.length) return undefined;
  let values = own;
  for (const [i, template] of templates.entries()) {
    const found = templateOf(template).match(headers[i] ?? "");
    if (!found) return undefined;
    values = { ...values, ...found };
  }
  return values;
}

function otherCommands(draft: SwitchDraft, facts: SwitchFacts): Said[] {
  return [...draft.other].flatMap(([file, lines]) =>
    lines.flatMap(({ text }) => {
      const found = firstSaid(undefined, facts, (target) =>
        target.kind === "line" && target.file === file ? templateOf(target.line).match(text) : undefined,
      );
      return found ? [found] : [];
    }),
  );
}

/** Rows by what they do first. Their forms are made when one is wanted. */
const reversible: readonly { readonly row: Row; readonly family: string | undefined; readonly target: Target }[] = rows
  .filter((row) => row.only === undefined)
  .flatMap((row) => row.to.slice(0, 1).map((target) => ({ row, family: row.syntax.split(" ")[0], target })));
const formsMade = new Map<Row, readonly Form[]>();

function formsMadeOf(row: Row): readonly Form[] {
  const known = formsMade.get(row) ?? formsOf(row);
  formsMade.set(row, known);
  return known;
}

/** The first row, of the family when one is given, that stands for a line and can be typed with its values. */
function firstSaid(
  family: string | undefined,
  facts: SwitchFacts,
  read: (target: Target) => Values | undefined,
): Said | undefined {
  // A bond of a file written by hand may have what only interfaces are given by command: better said so than not at all.
  return saidBy(family, facts, read) ?? (family === undefined ? undefined : saidBy(undefined, facts, read));
}

function saidBy(
  family: string | undefined,
  facts: SwitchFacts,
  read: (target: Target) => Values | undefined,
): Said | undefined {
  for (const one of reversible) {
    if (family !== undefined && one.family !== family) continue;
    const values = read(one.target);
    const text = values && sayWith(formsMadeOf(one.row), values, facts);
    if (text !== undefined) return split("add", text);
  }
  return undefined;
}

/** The longest form whose values are all there, and all used. */
function sayWith(forms: readonly Form[], values: Values, facts: SwitchFacts): string | undefined {
  for (const { elements } of forms) {
    const names = new Set(elements.flatMap((e) => (e.kind === "value" ? [e.name] : [])));
    if (Object.keys(values).some((name) => !names.has(name))) continue;
    const words = elements.map((e) => (e.kind === "word" ? e.word : values[e.name]));
    if (words.some((word) => word === undefined)) continue;
    if (elements.every((e, i) => accepts(e, words[i] ?? "", facts))) return words.join(" ");
  }
  return undefined;
}

const folds = /^(interface|bond|vxlan) /;

function split(verb: "add" | "del", text: string): Said {
  const [head = "", ...rest] = text.split(" ");
  if (!folds.test(text) && !/^vrf \S+ vrf-table/.test(text))
    return { verb, head, name: undefined, tail: rest.join(" ") };
  return { verb, head, name: rest[0], tail: rest.slice(1).join(" ") };
}

/** Commands that differ in the interface only become one, with a glob; the first keeps its place. */
export function foldCommands(said: readonly Said[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { verb, head, name, tail } of said) {
    const key = `${verb} ${head} ${name === undefined ? "" : "*"} ${tail}`;
    names.set(key, [...(names.get(key) ?? []), ...(name === undefined ? [] : [name])]);
  }
  return [...names].map(([key, list]) => {
    const [verb = "", head = "", star = "", ...tail] = key.split(" ");
    const glob = star === "*" ? [foldInterfaces([...new Set(list)].toSorted(compareNatural))] : [];
    return ["net", verb, head, ...glob, ...tail].join(" ").trimEnd();
  });
}
