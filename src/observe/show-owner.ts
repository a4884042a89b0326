// Knows: which FRR daemon answers which show command, and which of them can be asked for JSON.
// Refuses to know: what the commands show.

/**
 * Beginnings of show commands and the daemon that owns them; the longest that fits wins. Commands that several
 * daemons answer (running-config, version, memory, route-map, prefix lists) are left out: only vtysh puts the parts
 * together.
 */
const owners: readonly (readonly [words: string, daemon: string])[] = [
  ["bgp", "bgpd"],
  ["ip bgp", "bgpd"],
  ["ipv6 bgp", "bgpd"],
  ["rpki", "bgpd"],
  ["ip community-list", "bgpd"],
  ["ip as-path-access-list", "bgpd"],
  ["ip ospf", "ospfd"],
  ["ipv6 ospf6", "ospf6d"],
  ["isis", "isisd"],
  ["openfabric", "fabricd"],
  ["ip rip", "ripd"],
  ["ipv6 ripng", "ripngd"],
  ["ip eigrp", "eigrpd"],
  ["babel", "babeld"],
  ["bfd", "bfdd"],
  ["ip pim", "pimd"],
  ["ip igmp", "pimd"],
  ["ip mroute", "pimd"],
  ["ip msdp", "pimd"],
  ["mpls ldp", "ldpd"],
  ["l2vpn", "ldpd"],
  ["vrrp", "vrrpd"],
  ["ip nhrp", "nhrpd"],
  ["dmvpn", "nhrpd"],
  ["sr-te", "pathd"],
  ["pbr", "pbrd"],
  ["ip route", "zebra"],
  ["ipv6 route", "zebra"],
  ["ip fib", "zebra"],
  ["ipv6 fib", "zebra"],
  ["ip nht", "zebra"],
  ["ipv6 nht", "zebra"],
  ["ip ro", "zebra"],
  ["interface", "zebra"],
  ["vrf", "zebra"],
  ["zebra", "zebra"],
  ["nexthop-group", "zebra"],
  ["evpn", "zebra"],
  ["mpls table", "zebra"],
];

/** `show ip ospf neighbor json` → ospfd. undefined: several daemons answer, or none known here; vtysh must be asked. */
export function showOwnerOf(command: string): string | undefined {
  const words = command
    .trim()
    .replace(/^show\s+/, "")
    .replace(/\s+/g, " ");
  const fits = ([beginning]: readonly [string, string]): boolean =>
    words === beginning || words.startsWith(`${beginning} `);
  return owners.filter(fits).toSorted(([a], [b]) => b.length - a.length)[0]?.[1];
}

/** The command in full: with `show` in front, and `json` behind where JSON is wanted. */
export function fullShowCommand(command: string, json: boolean): string {
  const text = command.trim().replace(/\s+/g, " ");
  const full = /^(show|do) /.test(text) ? text : `show ${text}`;
  return json && !/ json( |$)/.test(full) ? `${full} json` : full;
}
