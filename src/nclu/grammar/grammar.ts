// Knows: the whole grammar: every row of every table, and the forms each can be typed in.
// Refuses to know: the rows themselves, and how typed words are matched (parse.ts).

import { bgpNeighborRows } from "./bgp-neighbor.ts";
import { bgpRows } from "./bgp.ts";
import { bondRows, clagRows } from "./bond.ts";
import { bridgeRows } from "./bridge.ts";
import { interfaceRows } from "./interface.ts";
import { loopbackRows } from "./loopback.ts";
import { ospfRows } from "./ospf.ts";
import { routingRows } from "./routing.ts";
import type { Row } from "./row.ts";
import { formsOf, type Form } from "./syntax.ts";
import { systemRows } from "./system.ts";
import { vlanRows } from "./vlan.ts";
import { vrfRows } from "./vrf.ts";
import { vxlanRows } from "./vxlan.ts";

/** In the order `net help` lists them. */
export const rows: readonly Row[] = [
  ...bgpRows,
  ...bgpNeighborRows,
  ...bondRows,
  ...bridgeRows,
  ...clagRows,
  ...interfaceRows,
  ...loopbackRows,
  ...ospfRows,
  ...routingRows,
  ...systemRows,
  ...vlanRows,
  ...vrfRows,
  ...vxlanRows,
];

export type Verb = "add" | "del";

const compiled = new Map<string, readonly Form[]>();

/** The forms of one verb whose first keyword starts like a word (all of them for ""); compiled when first asked for. */
export function formsFor(verb: Verb, word = ""): readonly Form[] {
  const key = `${verb} ${word}`;
  const known = compiled.get(key);
  if (known) return known;
  const other = verb === "add" ? "del" : "add";
  const forms = rows.filter((row) => row.only !== other && row.syntax.startsWith(word)).flatMap(formsOf);
  // What starts like nothing is a mistake, not worth keeping.
  if (forms.length > 0) compiled.set(key, forms);
  return forms;
}
