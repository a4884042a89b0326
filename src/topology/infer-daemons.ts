// Knows: which FRR daemon reads which configuration command (FRR 8 to 10).
// Refuses to know: whether the command is right; FRR says that.

import type { Line } from "../base/span.ts";
import { inStartingOrder, isFrrDaemon, type FrrDaemon } from "./frr-daemons.ts";

// What a line must start with, less leading blanks. `ip router isis` makes isisd necessary, and so on.
const signs: readonly (readonly [FrrDaemon, RegExp])[] = [
  ["bgpd", /^(router bgp|rpki)\b/],
  ["ospfd", /^(router ospf( |$)|ip ospf )/],
  ["ospf6d", /^(router ospf6\b|ipv6 ospf6 )/],
  ["isisd", /^(router isis\b|(ip|ipv6) router isis\b|isis )/],
  ["ripd", /^(router rip( |$)|ip rip )/],
  ["ripngd", /^(router ripng\b|ipv6 ripng )/],
  ["eigrpd", /^(router eigrp\b|ip (\S+ )*eigrp )/],
  ["ldpd", /^(mpls ldp\b|l2vpn \S+ type vpls)/],
  ["pimd", /^(ip (pim|igmp|msdp|multicast boundary|mroute)\b|router pim( |$))/],
  ["pim6d", /^(ipv6 (pim|mld|mroute)\b|router pim6\b)/],
  ["nhrpd", /^((ip|ipv6) nhrp |nhrp |tunnel (protection|source) )/],
  ["babeld", /^(router babel\b|babel )/],
  ["pbrd", /^(pbr-map|pbr-policy) /],
  [
    "bfdd",
    /^(bfd$|(ip|ipv6) (ospf|ospf6|pim|rip) bfd\b|isis bfd\b|ipv6 ospf6 bfd\b|neighbor \S+ bfd\b|(ip|ipv6) route .* bfd\b)/,
  ],
  ["fabricd", /^(router openfabric\b|(ip|ipv6) router openfabric\b|openfabric )/],
  ["vrrpd", /^vrrp /],
  // `segment-routing` alone may be SRv6, which is zebra's; these lines inside it are pathd's.
  ["pathd", /^(traffic-eng\b|pcep\b)/],
];

/** zebra and staticd, and every daemon that some line speaks to, in starting order. */
export function inferDaemons(config: readonly Line[]): readonly FrrDaemon[] {
  const needed = new Set<FrrDaemon>();
  for (const { text } of config) {
    const command = text.trim().replaceAll(/\s+/g, " ");
    for (const [daemon, sign] of signs) if (sign.test(command)) needed.add(daemon);
  }
  return inStartingOrder(needed);
}

/** `bgpd=yes` lines of /etc/frr/daemons. zebra and staticd run whatever it says (tools/frrcommon.sh, daemon_list); so does mgmtd where that version has it. */
export function daemonsOfFile(text: string): readonly FrrDaemon[] {
  const names = text.split("\n").flatMap((line) => /^\s*(\w+)\s*=\s*["']?yes\b/.exec(line)?.[1] ?? []);
  return inStartingOrder(names.filter(isFrrDaemon).filter((name) => name !== "mgmtd"));
}
