// Knows: `net add hostname|dns|time|…`: what lives in files of its own.
// Refuses to know: interfaces and routing.

import type { Row } from "./row.ts";

/** Commands labctl keeps but has nothing to act on are kept here, one per line, as they would be typed after `net add`. */
export const storedFile = "/var/lib/cumulus/nclu/stored.conf";

const inFile = (syntax: string, file: string, line: string): Row => ({ syntax, to: [{ kind: "line", file, line }] });

export const systemRows: readonly Row[] = [
  { syntax: "hostname <name:Host>", to: [{ kind: "hostname" }] },
  { syntax: "hostname", to: [{ kind: "hostname" }], only: "del" },
  { syntax: "all", to: [{ kind: "everything" }], only: "del" },
  inFile("dns nameserver ipv4 <address:Ip4> [vrf <vrf:Vrf>]", "/etc/resolv.conf", "nameserver {address}[ # vrf {vrf}]"),
  inFile("dns nameserver ipv6 <address:Ip6> [vrf <vrf:Vrf>]", "/etc/resolv.conf", "nameserver {address}[ # vrf {vrf}]"),
  inFile("dns search <domain:Name>", "/etc/resolv.conf", "search {=domain}"),
  inFile("time ntp server <server:Name> [<burst:iburst>]", "/etc/ntp.conf", "server {server}[ {=burst}]"),
  inFile("time ntp source <iface:If>", "/etc/ntp.conf", "interface listen {=iface}"),
  inFile("time zone <zone:Name>", "/etc/timezone", "{=zone}"),
  ...["snmp-server", "ptp", "dot1x", "syslog", "poe", "acl", "forwarding", "mac", "igmp", "pim", "msdp", "evpn"].map(
    (word): Row => ({
      syntax: `${word} <words:Rest>`,
      to: [{ kind: "line", file: storedFile, line: `${word} {words...}` }],
      stored: word,
    }),
  ),
];
