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

let forms: Record<Verb, readonly Form[]> | undefined;

/** The forms of one verb; compiled when first asked for (some milliseconds). */
export function formsFor(verb: Verb): readonly Form[] {
  forms ??= {
    add: rows.filter((row) => row.only !== "del").flatMap(formsOf),
    del: rows.filter((row) => row.only !== "add").flatMap(formsOf),
  };
  return forms[verb];
}
