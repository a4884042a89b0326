// Knows: what `net add` does to each kind of target: an attribute, a line of frr.conf, a line of another file.
// Refuses to know: which targets a command has (the grammar's tables say), and `net del` (del-target.ts).

import { isDefaultOn } from "./default-on.ts";
import { linesAt, removeLines, setLine } from "./frr-tree.ts";
import { expandInterfaces, expandVlans } from "./glob.ts";
import type { FrrTarget, Target } from "./grammar/row.ts";
import { addAttribute, ensureStanza, setAttribute, type From, type SwitchDraft } from "./model.ts";
import { nextSequence } from "./sequence.ts";
import { addToList, applySideEffect, changeVlans } from "./side-effects.ts";
import { templateOf, type Values } from "./template.ts";

export function addTarget(draft: SwitchDraft, target: Target, values: Values, from: From): string | undefined {
  const fill = (text: string): string | undefined => templateOf(text).render(values);
  switch (target.kind) {
    case "attribute": {
      const value = fill(target.value);
      // An optional value that was not given leaves its attribute alone.
      if (value === undefined) return undefined;
      const name = fill(target.stanza) ?? "";
      if (target.holds === "ports") addToList(draft, name, target.key, expandInterfaces(value) ?? [], from);
      else if (target.holds === "vlans") {
        changeVlans(draft, name, target.key, (ids) => [...ids, ...(expandVlans(value) ?? [])], from);
      } else if (target.holds === "several")
        addAttribute(ensureStanza(draft, name, from), fill(target.key) ?? "", unquoted(value), from);
      else setAttribute(ensureStanza(draft, name, from), fill(target.key) ?? "", unquoted(value), from);
      return undefined;
    }
    case "stanza":
      ensureStanza(draft, fill(target.stanza) ?? "", from);
      return undefined;
    case "method":
      ensureStanza(draft, fill(target.stanza) ?? "", from).method = target.method;
      return undefined;
    case "frr":
      return addFrr(draft, target, values, from);
    case "line": {
      const lines = draft.other.get(target.file) ?? [];
      const replaced = templateOf(target.line).sameSetting(values);
      const text = fill(target.line) ?? "";
      if (!lines.some((line) => line.text === text)) {
        draft.other.set(target.file, [...lines.filter((line) => !replaced.test(line.text)), { text, from }]);
      }
      return undefined;
    }
    case "hostname":
      draft.hostname = values["name"];
      draft.hostnameFrom = from;
      return undefined;
    case "also":
      applySideEffect(draft, target.effect, values, from);
      return undefined;
    case "everything":
    case "drop-attributes":
    case "drop-lines":
    case "drop-vlan":
      return undefined;
    default:
      return target satisfies never;
  }
}

function addFrr(draft: SwitchDraft, target: FrrTarget, given: Values, from: From): string | undefined {
  const lines = linesAt(draft, target.path, given, { from });
  if (!lines) {
    const vrf = given["vrf"] === undefined ? "" : ` vrf ${given["vrf"]}`;
    return `This switch has no "router bgp${vrf}" yet: "net add bgp${vrf} autonomous-system <1-4294967295>" comes first`;
  }
  const values = nextSequence(lines, target.line, given);
  if (isDefaultOn(draft, target))
    removeLines(lines, (node) => node.text === `no ${templateOf(target.line).render(values)}`);
  else setLine(lines, target.line, values, from);
  return undefined;
}

/** Quotes around a command or a text belong to the shell it was typed for. */
function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
