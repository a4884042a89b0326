// Knows: `net add loopback lo …`.
// Refuses to know: everything else.

import { addressRows, linkRows, routedRows } from "./port.ts";
import { attribute, type Row } from "./row.ts";

const head = "loopback lo";

export const loopbackRows: readonly Row[] = [
  ...addressRows(head, "lo"),
  ...linkRows(head, "lo"),
  ...routedRows(head, "lo"),
  { syntax: `${head} vxlan local-tunnelip <address:Ip4>`, to: [attribute("lo", "vxlan-local-tunnelip", "{address}")] },
  {
    syntax: `${head} clag vxlan-anycast-ip <address:Ip4>`,
    to: [attribute("lo", "clagd-vxlan-anycast-ip", "{address}")],
    stored: "clag",
  },
];
