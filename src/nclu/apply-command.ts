// Knows: how a parsed command changes the switch's configuration.
// Refuses to know: how it was typed (parse.ts) and the files' formats (switch-files.ts).

import { addTarget } from "./add-target.ts";
import { delTarget } from "./del-target.ts";
import { removeLines } from "./frr-tree.ts";
import { block, type Row } from "./grammar/row.ts";
import type { From, FrrNode, SwitchDraft } from "./model.ts";
import type { ParsedCommand } from "./parse.ts";
import type { Values } from "./template.ts";

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
    // Adding what holds by itself takes the `no` away.
    if (target.kind === "frr") pruneEmptyBlocks(draft);
  }
  return undefined;
}

function delRow(draft: SwitchDraft, row: Row, values: Values, from: From): string | undefined {
  for (const target of row.to) delTarget(draft, target, values, from);
  pruneEmptyBlocks(draft);
  return undefined;
}

/** FRR does not keep an interface, VRF or address family without lines; routers and route maps it does. */
function pruneEmptyBlocks(draft: SwitchDraft): void {
  const empty = (node: FrrNode): boolean =>
    node.children.length === 0 && /^(interface|vrf|address-family) /.test(node.text);
  for (const node of draft.frr) if (node.text.startsWith(block.bgp.slice(0, 10))) removeLines(node.children, empty);
  removeLines(draft.frr, empty);
}
