// Knows: `net add bridge …`: the VLAN-aware bridge itself.
// Refuses to know: what makes a port a member from the port's side (port.ts).

import { linkRows } from "./port.ts";
import { also, attribute, stanza, type Row } from "./row.ts";

const head = "bridge <bridge:Bridge>";
const name = "{bridge}";
const aware = also({ do: "vlan-aware", bridge: name });

export const bridgeRows: readonly Row[] = [
  {
    syntax: `${head} ports <ports:Ports>`,
    to: [attribute(name, "bridge-ports", "{ports}", "ports"), aware, also({ do: "bare-stanzas", names: "{ports}" })],
  },
  { syntax: `${head} vids <vlans:Vids>`, to: [attribute(name, "bridge-vids", "{vlans}", "vlans"), aware] },
  { syntax: `${head} pvid <vlan:1-4094>`, to: [attribute(name, "bridge-pvid", "{vlan}"), aware] },
  { syntax: `${head} vlan-aware`, to: [attribute(name, "bridge-vlan-aware", "yes")] },
  {
    syntax: `${head} vlan-protocol <protocol:802.1ad|802.1q>`,
    to: [attribute(name, "bridge-vlan-protocol", "{protocol}"), aware],
  },
  {
    syntax: `${head} ageing <seconds:0-65535>`,
    to: [attribute(name, "bridge-ageing", "{seconds}")],
    stored: "bridge ageing",
  },
  {
    syntax: `${head} mcsnoop <snoop:yes|no>`,
    to: [attribute(name, "bridge-mcsnoop", "{snoop}")],
    stored: "bridge mcsnoop",
  },
  { syntax: `${head} stp <stp:on|off>`, to: [attribute(name, "bridge-stp", "{stp}")], stored: "stp" },
  {
    syntax: `${head} stp treeprio <priority:0-61440>`,
    to: [attribute(name, "mstpctl-treeprio", "{priority}")],
    stored: "stp",
  },
  ...linkRows(head, name),
  { syntax: head, to: [stanza(name)], only: "del" },
];
