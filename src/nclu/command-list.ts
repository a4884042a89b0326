// Knows: the order and the ends of `net show configuration commands`: a script that makes the switch what it is.
// Refuses to know: how lines become commands (commands.ts).

import { compareNatural } from "../base/sort.ts";
import { configurationOf, foldCommands, type Said } from "./commands.ts";
import { isInterfaceLine } from "./frr-words.ts";
import type { SwitchDraft } from "./model.ts";

/** Sections in NCLU's order. `sorted`: by text within the section, as NCLU lists what is in /etc/network/interfaces. */
const sections: readonly { readonly holds: (said: Said) => boolean; readonly sorted: boolean }[] = [
  { holds: is("dns"), sorted: false },
  { holds: is("time", /^ntp /), sorted: false },
  { holds: is("snmp-server"), sorted: false },
  { holds: is("hostname"), sorted: false },
  { holds: is("bgp", /^(vrf \S+ )?autonomous-system /), sorted: false },
  { holds: (said) => isInterfaceLine(said.tail), sorted: false },
  { holds: is("routing"), sorted: false },
  { holds: is("vrf", /(^|\s)vni /), sorted: false },
  { holds: is("bgp"), sorted: false },
  { holds: is("ospf"), sorted: false },
  { holds: is("ospf6"), sorted: false },
  { holds: is("time"), sorted: false },
  { holds: is("ptp"), sorted: false },
  { holds: is("bond", /^bond slaves /), sorted: true },
  { holds: is("vxlan", /^vxlan id /), sorted: true },
  // A bridge of another name than "bridge" must be there before its ports name VLANs.
  { holds: (said) => said.head === "bridge" && !said.tail.startsWith("bridge "), sorted: true },
  ...["bond", "bridge", "interface", "loopback", "vlan", "vrf", "vxlan"].map((head) => ({
    holds: is(head),
    sorted: true,
  })),
  { holds: () => true, sorted: false },
];

function is(head: string, tail?: RegExp): (said: Said) => boolean {
  return (said) => said.head === head && (tail === undefined || tail.test(said.tail));
}

/** The lines, from `net del all` to `net commit`, and what only a file can hold after them. */
export function commandList(draft: SwitchDraft): readonly string[] {
  const { said, unsaid } = configurationOf(draft);
  const placed = said.map((one) => ({ one, place: sections.findIndex((section) => section.holds(one)) }));
  const listed = sections.flatMap(({ sorted }, i) => {
    const commands = foldCommands(placed.filter(({ place }) => place === i).map(({ one }) => one));
    return sorted ? commands.toSorted(compareNatural) : commands;
  });
  const byHand = [
    "",
    "# The following will append those commands to the appropriate files.",
    "# There are some configuration commands that are not yet supported by nclu.",
    "# ========================================================================",
    ...unsaid.map((text) => `sudo sh -c "printf '${text}\\n' >> /etc/frr/frr.conf"`),
  ];
  return ["net del all", ...listed, "net commit", ...(unsaid.length > 0 ? byHand : [])];
}
