// Knows: what the parser has to know of a switch: its ports, stanzas, peer groups and route maps.
// Refuses to know: the commands that are still pending (working.ts).

import type { SwitchFacts } from "./grammar/value-types.ts";
import type { SwitchDraft } from "./model.ts";

export function factsOf(draft: SwitchDraft, ports: readonly string[]): SwitchFacts {
  const routers = draft.frr.filter((node) => node.text.startsWith("router bgp"));
  return {
    ports,
    stanzas: [...draft.stanzas.keys()],
    peerGroups: routers.flatMap((node) =>
      node.children.flatMap((line) => /^neighbor (\S+) peer-group$/.exec(line.text)?.[1] ?? []),
    ),
    routeMaps: draft.frr.flatMap((node) => /^route-map (\S+) /.exec(node.text)?.[1] ?? []),
  };
}
