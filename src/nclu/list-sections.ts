// Knows: in which order the commands of a configuration are listed.
// Refuses to know: how a configuration becomes commands (commands.ts).

import { isInterfaceLine } from "./frr-words.ts";

/** A command: the word after `net add`, and the rest. */
interface Words {
  readonly head: string;
  readonly tail: string;
}

/** Sections in NCLU's order. `sorted`: by text within the section, as NCLU lists what is in /etc/network/interfaces. */
export const sections: readonly { readonly holds: (said: Words) => boolean; readonly sorted: boolean }[] = [
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

function is(head: string, tail?: RegExp): (said: Words) => boolean {
  return (said) => said.head === head && (tail === undefined || tail.test(said.tail));
}

/** The number of the section a command stands in. */
export function sectionOf(said: Words): number {
  return sections.findIndex((section) => section.holds(said));
}
