// Knows: how a parsed command changes the switch's configuration.
// Refuses to know: how it was typed (parse.ts) and the files' formats (switch-files.ts).

import { addLine, blocksMatching, linesAt, removeLines, setLine } from "./frr-tree.ts";
import { expandInterfaces, expandVlans } from "./glob.ts";
import { block, type Row, type Target } from "./grammar/row.ts";
import {
  addAttribute,
  dropAttributes,
  ensureStanza,
  setAttribute,
  type From,
  type FrrNode,
  type SwitchDraft,
} from "./model.ts";
import type { ParsedCommand } from "./parse.ts";
import { nextSequence } from "./sequence.ts";
import { addToList, applySideEffect, changeVlans, removeFromList } from "./side-effects.ts";
import { isHeaderLine } from "./frr-order.ts";
import { templateOf, type Values } from "./template.ts";

/** Applies a command to the draft. Returns what is wrong, in words that follow `ERROR: `; undefined when all went well. */
export function applyCommand(draft: SwitchDraft, command: ParsedCommand, from: From): string | undefined {
  for (const { row, values } of command.matches) {
    for (const one of values) {
      const wrong = command.verb === "add" ? addRow(draft, row, one, from) : delRow(draft, row, one, from);
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

function addRow(draft: SwitchDraft, row: Row, values: Values, from: From): string | undefined {
  for (const target of row.to) {
    const wrong = addTarget(draft, target, values, from);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function addTarget(draft: SwitchDraft, target: Target, values: Values, from: From): string | undefined {
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

type FrrTarget = Extract<Target, { readonly kind: "frr" }>;

function addFrr(draft: SwitchDraft, target: FrrTarget, given: Values, from: From): string | undefined {
  const lines = linesAt(draft, target.path, given, { from });
  if (!lines) {
    const vrf = given["vrf"] === undefined ? "" : ` vrf ${given["vrf"]}`;
    return `This switch has no "router bgp${vrf}" yet: "net add bgp${vrf} autonomous-system <1-4294967295>" comes first`;
  }
  const values = nextSequence(lines, target.line, given);
  if (isOn(draft, target)) removeLines(lines, (node) => node.text === `no ${templateOf(target.line).render(values)}`);
  else setLine(lines, target.line, values, from);
  pruneEmptyBlocks(draft);
  return undefined;
}

function isOn(draft: SwitchDraft, target: FrrTarget): boolean {
  if (target.default !== "passive") return target.default === "on";
  return draft.frr.some(
    (node) => node.text === "router ospf" && node.children.some((line) => line.text === "passive-interface default"),
  );
}

function delRow(draft: SwitchDraft, row: Row, values: Values, from: From): string | undefined {
  for (const target of row.to) delTarget(draft, target, values, from);
  pruneEmptyBlocks(draft);
  return undefined;
}

function delTarget(draft: SwitchDraft, target: Target, values: Values, from: From): void {
  const fill = (text: string): string => templateOf(text).render(values) ?? "";
  switch (target.kind) {
    case "attribute": {
      const name = fill(target.stanza);
      const stanza = draft.stanzas.get(name);
      if (!stanza) return;
      const value = templateOf(target.value).render(values);
      if (target.holds === "ports" && value !== undefined) {
        removeFromList(draft, name, target.key, expandInterfaces(value) ?? [], from);
      } else if (target.holds === "vlans" && value !== undefined) {
        const gone = expandVlans(value) ?? [];
        changeVlans(draft, name, target.key, (ids) => ids.filter((id) => !gone.includes(id)), from);
      } else {
        const agreeing = target.holds === "several" ? templateOf(target.value).agreeing(values) : /^/;
        dropAttributes(stanza, (a) => a.key === fill(target.key) && (value === a.value || agreeing.test(a.value)));
      }
      return;
    }
    case "stanza":
      removeStanza(draft, fill(target.stanza), from);
      return;
    case "method": {
      const stanza = draft.stanzas.get(fill(target.stanza));
      if (stanza) stanza.method = "static";
      return;
    }
    case "frr":
      delFrr(draft, target, values, from);
      return;
    case "line": {
      const agreeing = templateOf(target.line).agreeing(values);
      const left = (draft.other.get(target.file) ?? []).filter((line) => !agreeing.test(line.text));
      draft.other.set(target.file, left);
      return;
    }
    case "hostname":
      draft.hostname = undefined;
      draft.hostnameFrom = from;
      return;
    case "everything":
      resetDraft(draft);
      return;
    case "drop-attributes": {
      const stanza = draft.stanzas.get(fill(target.stanza));
      if (stanza) dropAttributes(stanza, (a) => a.key.startsWith(target.prefix));
      if (target.prefix === "bridge-") leaveBridges(draft, fill(target.stanza), from);
      return;
    }
    case "drop-lines":
      dropLines(draft, target.path, fill(target.prefix), values);
      return;
    case "drop-vlan": {
      const vlan = fill(target.vlan);
      removeStanza(draft, `vlan${vlan}`, from);
      for (const stanza of draft.stanzas.values()) {
        if (stanza.attributes.some((a) => a.key === "bridge-vlan-aware")) {
          changeVlans(draft, stanza.name, "bridge-vids", (ids) => ids.filter((id) => String(id) !== vlan), from);
        }
      }
      return;
    }
    case "also":
      // What came along with an `add` stays, as on a switch.
      return;
    default:
      target satisfies never;
  }
}

function delFrr(draft: SwitchDraft, target: FrrTarget, values: Values, from: From): void {
  const agreeing = templateOf(target.line).agreeing(values);
  for (const lines of blocksMatching(draft, target.path, values))
    removeLines(lines, (node) => agreeing.test(node.text));
  if (!isOn(draft, target)) return;
  const lines = linesAt(draft, target.path, values, { from });
  const text = templateOf(target.line).render(values);
  if (lines && text !== undefined) addLine(lines, `no ${text}`, from);
}

/** Lines that start so; an empty prefix means the whole block. */
function dropLines(draft: SwitchDraft, path: readonly string[], prefix: string, values: Values): void {
  if (prefix !== "") {
    for (const lines of blocksMatching(draft, path, values)) {
      removeLines(lines, (node) => node.text.startsWith(prefix) || node.text.startsWith(`no ${prefix}`));
    }
    return;
  }
  const header = templateOf(path.at(-1) ?? "").sameSetting(values);
  for (const lines of blocksMatching(draft, path.slice(0, -1), values))
    removeLines(lines, (node) => header.test(node.text));
}

function removeStanza(draft: SwitchDraft, name: string, from: From): void {
  draft.stanzas.delete(name);
  leaveBridges(draft, name, from);
  removeLines(draft.frr, (node) => node.text === `interface ${name}`);
}

/** No bridge or bond may name a port that is gone. */
function leaveBridges(draft: SwitchDraft, port: string, from: From): void {
  for (const stanza of draft.stanzas.values()) {
    for (const key of ["bridge-ports", "bond-slaves"]) {
      if (stanza.attributes.some((a) => a.key === key && a.value.split(/\s+/).includes(port))) {
        removeFromList(draft, stanza.name, key, [port], from);
      }
    }
  }
}

/** `net del all`: everything but the loopback itself, eth0 and the management VRF (they carry the session). */
function resetDraft(draft: SwitchDraft): void {
  for (const stanza of [...draft.stanzas.values()]) {
    if (stanza.name === "lo") stanza.attributes = [];
    else if (stanza.name !== "eth0" && stanza.name !== "mgmt") draft.stanzas.delete(stanza.name);
  }
  draft.frr = draft.frr.filter((node) => isHeaderLine(node.text));
  for (const file of draft.other.keys()) draft.other.set(file, []);
}

/** FRR does not keep an interface, VRF or address family without lines; routers and route maps it does. */
function pruneEmptyBlocks(draft: SwitchDraft): void {
  const empty = (node: FrrNode): boolean =>
    node.children.length === 0 && /^(interface|vrf|address-family) /.test(node.text);
  for (const node of draft.frr) if (node.text.startsWith(block.bgp.slice(0, 10))) removeLines(node.children, empty);
  removeLines(draft.frr, empty);
}

/** Quotes around a command or a text belong to the shell it was typed for. */
function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
