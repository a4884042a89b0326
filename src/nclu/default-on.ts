// Knows: which lines of frr.conf hold unless told `no`, some of them only while another line is set.
// Refuses to know: how lines are set and removed.

import type { FrrTarget } from "./grammar/row.ts";
import type { SwitchDraft } from "./model.ts";

export function isDefaultOn(draft: SwitchDraft, target: FrrTarget): boolean {
  if (target.default !== "passive") return target.default === "on";
  return draft.frr.some(
    (node) => node.text === "router ospf" && node.children.some((line) => line.text === "passive-interface default"),
  );
}
