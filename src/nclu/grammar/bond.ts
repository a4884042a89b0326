// Knows: `net add bond …` and the MLAG commands that make bonds.
// Refuses to know: the bond's bridge side (port.ts).

import { addressRows, bridgePortRows, linkRows, routedRows } from "./port.ts";
import { also, attribute, stanza, type Row } from "./row.ts";

const head = "bond <bond:Bond>";
const name = "{bond}";

export const bondRows: readonly Row[] = [
  {
    syntax: `${head} bond slaves <ports:Ports>`,
    to: [attribute(name, "bond-slaves", "{ports}", "ports"), also({ do: "bare-stanzas", names: "{ports}" })],
  },
  {
    syntax: `${head} bond mode <mode:802.3ad|balance-xor|active-backup|balance-rr>`,
    to: [attribute(name, "bond-mode", "{mode}")],
  },
  { syntax: `${head} bond lacp-rate <rate:slow|fast|0|1>`, to: [attribute(name, "bond-lacp-rate", "{rate}")] },
  {
    syntax: `${head} bond lacp-bypass-allow`,
    to: [attribute(name, "bond-lacp-bypass-allow", "yes")],
    stored: "bond lacp-bypass-allow",
  },
  {
    syntax: `${head} bond min-links <links:0-255>`,
    to: [attribute(name, "bond-min-links", "{links}")],
    stored: "bond min-links",
  },
  { syntax: `${head} bond miimon <milliseconds:0-255>`, to: [attribute(name, "bond-miimon", "{milliseconds}")] },
  {
    syntax: `${head} bond xmit-hash-policy <policy:layer2|layer2+3|layer3+4>`,
    to: [attribute(name, "bond-xmit-hash-policy", "{policy}")],
    stored: "bond xmit-hash-policy",
  },
  { syntax: `${head} clag id <id:0-65535>`, to: [attribute(name, "clag-id", "{id}")], stored: "clag" },
  ...addressRows(head, name),
  ...linkRows(head, name),
  ...bridgePortRows(head, name),
  ...routedRows(head, name),
  { syntax: head, to: [stanza(name)], only: "del" },
];

/** `net add clag …`: shorthands for bonds with an MLAG id, and for the peer link. */
export const clagRows: readonly Row[] = [
  {
    syntax: "clag port bond <bond:Bond> interface <ports:Ports> clag-id <id:0-65535>",
    only: "add",
    stored: "clag",
    to: [
      attribute("{bond}", "bond-slaves", "{ports}", "ports"),
      attribute("{bond}", "clag-id", "{id}"),
      also({ do: "bare-stanzas", names: "{ports}" }),
      also({ do: "bridge-member", port: "{bond}" }),
    ],
  },
  {
    syntax:
      "clag peer sys-mac <mac:Mac> interface <ports:Ports> <role:primary|secondary> [backup-ip <backup:Ip4> [vrf <vrf:Vrf>]]",
    only: "add",
    stored: "clag",
    to: [
      attribute("peerlink", "bond-slaves", "{ports}", "ports"),
      attribute("peerlink.4094", "clagd-backup-ip", "{backup}[ vrf {vrf}]"),
      attribute("peerlink.4094", "clagd-peer-ip", "linklocal"),
      attribute("peerlink.4094", "clagd-sys-mac", "{mac}"),
      also({ do: "clag-peer", role: "{role}" }),
      also({ do: "bare-stanzas", names: "{ports}" }),
      also({ do: "bridge-member", port: "peerlink" }),
    ],
  },
];
