// Knows: what `net del` does to each kind of target: an attribute, a stanza, a line, a whole block, everything.
// Refuses to know: which targets a command has (the grammar's tables say), and `net add` (add-target.ts).

import { isDefaultOn } from "./default-on.ts";
import { isHeaderLine } from "./frr-header.ts";
import { addLine, blocksMatching, linesAt, removeLines } from "./frr-tree.ts";
import { expandInterfaces, expandVlans } from "./glob.ts";
import type { FrrTarget, Target } from "./grammar/row.ts";
import { dropAttributes, type From, type SwitchDraft } from "./model.ts";
import { changeVlans, removeFromList } from "./side-effects.ts";
import { templateOf, type Values } from "./template.ts";

export function delTarget(draft: SwitchDraft, target: Target, values: Values, from: From): void {
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
  if (!isDefaultOn(draft, target)) return;
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
