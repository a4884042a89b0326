// Knows: `net add interface …`: switch ports, eth0 and their subinterfaces.
// Refuses to know: bonds, VLANs and VXLANs; their tables are beside this one.

import { addressRows, bridgePortRows, linkRows, routedRows } from "./port.ts";
import { attribute, stanza, type Row } from "./row.ts";

const head = "interface <iface:Ifs>";
const name = "{iface}";

export const interfaceRows: readonly Row[] = [
  { syntax: head, to: [stanza(name)] },
  ...addressRows(head, name),
  ...linkRows(head, name),
  ...bridgePortRows(head, name),
  ...routedRows(head, name),
  ...(
    [
      ["backup-ip", "<address:Ip4> vrf <vrf:Vrf>", "clagd-backup-ip", "{address} vrf {vrf}"],
      ["backup-ip", "<address:Ip4>", "clagd-backup-ip", "{address}"],
      ["peer-ip", "<peer:Ip4|linklocal>", "clagd-peer-ip", "{peer}"],
      ["priority", "<priority:0-65535>", "clagd-priority", "{priority}"],
      ["sys-mac", "<mac:Mac>", "clagd-sys-mac", "{mac}"],
      ["enable", "<enable:yes|no>", "clagd-enable", "{enable}"],
      ["args", "<args:Rest>", "clagd-args", "{args...}"],
    ] as const
  ).map(([word, value, key, text]): Row => ({
    syntax: `${head} clag ${word} ${value}`,
    to: [attribute(name, key, text)],
    stored: "clag",
  })),
];
