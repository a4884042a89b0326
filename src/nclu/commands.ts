// Knows: the NCLU commands that make a configuration: what `net show configuration commands` lists.
// Refuses to know: how commands change a configuration (apply-command.ts); it reads the same tables the other way.

import { factsOf } from "./facts.ts";
import { familyOf } from "./families.ts";
import { takeApart, type Said } from "./fold-commands.ts";
import { isNextHopLine } from "./frr-header.ts";
import { sortFrr } from "./frr-order.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";
import { sortAttributes, sortStanzas } from "./interfaces-file.ts";
import type { FrrNode, SwitchDraft } from "./model.ts";
import { firstSaid } from "./say-line.ts";
import { templateOf, type Values } from "./template.ts";

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
    if (said.length === 0 && family === "interface") said.push(takeApart("add", `interface ${stanza.name}`));
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
