// Knows: which ports a switch's configuration speaks of: those are up, all others stay down.
// Refuses to know: which ports there are.

import type { SwitchDraft } from "./model.ts";

/**
 * Ports with a stanza, and those FRR's configuration names: posts write `net add bgp neighbor swp1 …` without
 * `net add interface swp1`, and their sessions come up.
 */
export function portsInUse(draft: SwitchDraft): readonly string[] {
  const named = draft.frr.flatMap((node) => {
    const own = /^interface (\S+)$/.exec(node.text)?.[1];
    const peers = node.children.flatMap(({ text }) => /^neighbor (\S+) interface\b/.exec(text)?.[1] ?? []);
    return [...(own === undefined ? [] : [own]), ...peers];
  });
  return [...new Set([...draft.stanzas.keys(), ...named])];
}
