// Knows: `net add vlan N …`: a VLAN of the bridge, and its switched virtual interface once it has an attribute.
// Refuses to know: the bridge's ports.

import { addressRows, linkRows, routedRows } from "./port.ts";
import { also, attribute, type Row, type Target } from "./row.ts";

const head = "vlan <vlan:Vlan>";
const name = "vlan{vlan}";
const svi = also({ do: "svi", vlan: "{vlan}" });

/** An attribute makes the interface; the interface needs its VLAN on the bridge. */
const withSvi = (row: Row): Row =>
  row.only === "del" || !row.to.some(isAttribute) ? row : { ...row, to: [...row.to, svi] };

function isAttribute(target: Target): boolean {
  return target.kind === "attribute" || target.kind === "method" || target.kind === "frr";
}

export const vlanRows: readonly Row[] = [
  { syntax: head, to: [also({ do: "bridge-vlans", vlans: "{vlan}" })], only: "add" },
  { syntax: head, to: [{ kind: "drop-vlan", vlan: "{vlan}" }], only: "del" },
  ...[
    ...addressRows(head, name),
    ...linkRows(head, name),
    ...routedRows(head, name),
    { syntax: `${head} vlan-id <id:1-4094>`, to: [attribute(name, "vlan-id", "{id}")] },
    { syntax: `${head} vlan-raw-device <device:Bridge>`, to: [attribute(name, "vlan-raw-device", "{device}")] },
    {
      syntax: `${head} arp-accept <accept:on|off>`,
      to: [attribute(name, "arp-accept", "{accept}")],
      stored: "arp-accept",
    },
  ].map(withSvi),
];
