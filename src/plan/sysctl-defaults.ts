// Knows: the kernel settings a node of each kind starts with, and why each has its value.
// Refuses to know: what the lab file adds to them (sysctls.ts).

import type { SysctlSetting } from "./step.ts";

// All of these may be set in an ordinary user's namespaces (tried on Linux 6.18). Of FRR's recommended list these are
// left out: `net/ipv6/route/skip_notify_on_dev_down` and `net/*/neigh/default/*` are absent in a user namespace, and
// ten neighbour solicitations instead of three would only make an unreachable address fail later.
//
// A new namespace copies its IPv4 settings from the machine (net.core.devconf_inherit_init_net is 0), so what a hardened
// or tuned machine is likely to have changed is set here too, also when the wanted value is the kernel's own default.
// The links exist by the time these are written. What was measured to reach them, per key: IPv6 `all` of forwarding,
// disable_ipv6, addr_gen_mode and ignore_routes_with_linkdown goes to every interface; IPv4 `default` goes to every
// interface that has no address yet; IPv6 accept_dad and accept_ra reach no existing interface.

type Family = "ipv4" | "ipv6";

/** One setting in several places of `net/FAMILY/conf/`. */
function conf(family: Family, places: readonly string[], name: string, value: number, why: string): SysctlSetting[] {
  return places.map((place) => ({ key: `net/${family}/conf/${place}/${name}`, value: String(value), why }));
}

function optional(key: string, value: number, why: string): SysctlSetting {
  return { key, value: String(value), optional: true, why };
}

/** What every node that speaks IP starts with. `ports`: its interfaces without lo. */
function speaker(ports: readonly string[]): SysctlSetting[] {
  return [
    ...conf("ipv6", ["all", "default"], "disable_ipv6", 0, "IPv6 is on, also where the machine has it off"),
    // 0: EUI-64. The MAC addresses of a lab never change, so neither do its link-local addresses.
    ...conf("ipv6", ["all"], "addr_gen_mode", 0, "link-local addresses are made of the MAC address"),
    // Duplicate address detection holds an address back for 1-2 s; nobody else can have the address of a veth end.
    // The kernel takes the greater of `all` and the interface's own value.
    ...conf("ipv6", ["all", "default", ...ports], "accept_dad", 0, "no wait for duplicate address detection"),
    // The kernel takes the greater of `all` and the interface's own value here too.
    ...conf(
      "ipv4",
      ["all", "default", ...ports],
      "rp_filter",
      0,
      "an answer may leave by another way than the question came",
    ),
    // Only group 0: in a user namespace that maps one group, a range with others is refused (EINVAL).
    { key: "net/ipv4/ping_group_range", value: "0 0", why: "ping works without a raw socket" },
  ];
}

function plainArp(): SysctlSetting[] {
  const why = "ARP as the kernel does it by default, whatever the machine is tuned to";
  return ["arp_ignore", "arp_announce", "arp_filter"].flatMap((name) => conf("ipv4", ["all", "default"], name, 0, why));
}

export function hostSettings(ports: readonly string[]): SysctlSetting[] {
  const forwards = "a host does not forward packets";
  return [
    { key: "net/ipv4/ip_forward", value: "0", why: forwards },
    ...conf("ipv6", ["all"], "forwarding", 0, forwards),
    ...speaker(ports),
    ...conf("ipv6", ["default", ...ports], "accept_ra", 1, "a host listens to router advertisements"),
    ...conf(
      "ipv4",
      ["all", "default"],
      "accept_redirects",
      1,
      "a host believes ICMP redirects, as Linux does by default",
    ),
    ...conf(
      "ipv4",
      ["default", ...ports],
      "ignore_routes_with_linkdown",
      0,
      "routes over a dead link stay in use, as by default",
    ),
    ...plainArp(),
  ];
}

function forwarding(ports: readonly string[]): SysctlSetting[] {
  const forwards = "a router forwards packets";
  const linkDown = "a route over a link without carrier is not used";
  return [
    { key: "net/ipv4/ip_forward", value: "1", why: forwards },
    ...conf("ipv6", ["all"], "forwarding", 1, forwards),
    ...speaker(ports),
    ...conf(
      "ipv6",
      ["default", ...ports],
      "accept_ra",
      0,
      "a router takes no default route from a neighbour's advertisements",
    ),
    ...conf(
      "ipv4",
      ["all", "default"],
      "send_redirects",
      1,
      "a router tells hosts of a shorter way, as Linux does by default",
    ),
    // From here on: the values FRR's user guide recommends ("Useful Sysctl Settings").
    ...conf("ipv4", ["all", "default", ...ports], "ignore_routes_with_linkdown", 1, linkDown),
    ...conf("ipv6", ["all"], "ignore_routes_with_linkdown", 1, linkDown),
    ...conf("ipv6", ["all"], "keep_addr_on_down", 1, "IPv6 addresses survive a link going down, as IPv4 ones do"),
    { key: "net/ipv4/icmp_errors_use_inbound_ifaddr", value: "1", why: "traceroute shows where a packet came in" },
    {
      key: "net/ipv4/igmp_max_memberships",
      value: "1000",
      why: "room for a protocol on many interfaces (the default is 20 groups)",
    },
    optional("net/ipv4/fib_multipath_use_neigh", 1, "a dead next hop is left out of a multipath route"),
    // 1: layer 4. The default hashes addresses only, so that two hosts always use one path.
    optional("net/ipv4/fib_multipath_hash_policy", 1, "flows, not hosts, are spread over equal paths"),
    optional("net/ipv6/fib_multipath_hash_policy", 1, "flows, not hosts, are spread over equal paths"),
    optional("net/ipv4/tcp_l3mdev_accept", 1, "one daemon serves TCP sessions of every VRF"),
  ];
}

export function routerSettings(ports: readonly string[]): SysctlSetting[] {
  return [...forwarding(ports), ...plainArp()];
}

/** A Cumulus Linux switch: a router with the ARP and neighbour settings of its /etc/sysctl.d. */
export function cumulusSettings(ports: readonly string[]): SysctlSetting[] {
  const arp = "ARP as on a Cumulus switch (its arp.conf)";
  const places = ["default", ...ports];
  // 18 minutes in milliseconds, Cumulus' value; the kernel's is 30 s. `default` is not there in a user namespace.
  const reachable = (family: Family): SysctlSetting[] =>
    ports.map((port) => ({
      key: `net/${family}/neigh/${port}/base_reachable_time_ms`,
      value: "1080000",
      why: "neighbours stay reachable for 18 minutes, as on a Cumulus switch",
    }));
  return [
    ...forwarding(ports),
    ...conf("ipv4", ["all"], "arp_ignore", 0, arp),
    ...conf("ipv4", ["all"], "arp_announce", 0, arp),
    ...conf("ipv4", ["all", "default"], "arp_filter", 0, arp),
    // 1: answer only for addresses of the interface that was asked; 2: ask with an address of the outgoing subnet;
    // notify 1: announce the address when the link comes up.
    ...conf("ipv4", places, "arp_ignore", 1, arp),
    ...conf("ipv4", places, "arp_announce", 2, arp),
    ...conf("ipv4", places, "arp_notify", 1, arp),
    ...reachable("ipv4"),
    ...reachable("ipv6"),
  ];
}

/** A switch that only switches. `speaksIpv6`: somebody gave it an IPv6 address of its own. */
export function bridgeSettings(speaksIpv6: boolean): SysctlSetting[] {
  const quiet = "the switch says nothing of its own: no router solicitations, no multicast reports";
  const firewall = "frames are switched without asking the firewall";
  return [
    { key: "net/ipv4/ip_forward", value: "0", why: "a switch does not route" },
    ...(speaksIpv6
      ? conf("ipv6", ["all", "default"], "accept_dad", 0, "no wait for duplicate address detection")
      : conf("ipv6", ["all", "default"], "disable_ipv6", 1, quiet)),
    // 1 in a new namespace where br_netfilter is built in; absent where it is a module that nobody loaded.
    ...["iptables", "ip6tables", "arptables"].map((table) =>
      optional(`net/bridge/bridge-nf-call-${table}`, 0, firewall),
    ),
  ];
}
