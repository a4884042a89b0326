// Knows: `net add vrf …`: the VRF device and, for EVPN, its VNI.
// Refuses to know: which interfaces are in it (port.ts).

import { addressRows, linkRows } from "./port.ts";
import { also, attribute, block, frr, stanza, type Row } from "./row.ts";

const head = "vrf <vrf:Vrf>";
const name = "{vrf}";

export const vrfRows: readonly Row[] = [
  { syntax: head, to: [also({ do: "vrf", vrf: name })], only: "add" },
  // 1001-1255 is where Cumulus takes the numbers for `auto` from.
  { syntax: "vrf <vrf:Vrfs> vrf-table <table:1-4294967295|auto>", to: [attribute(name, "vrf-table", "{table}")] },
  ...[
    { syntax: `${head} vni <vni:1-16777215>`, to: [frr([block.vrf], "vni {=vni}")] },
    ...addressRows(head, name).filter((row) => row.syntax.includes(" address <")),
    ...linkRows(head, name),
  ].map((row): Row => ({ ...row, to: [...row.to, also({ do: "vrf", vrf: name })] })),
  { syntax: head, to: [stanza(name), { kind: "drop-lines", path: [block.vrf], prefix: "" }], only: "del" },
];
