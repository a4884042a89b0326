// Knows: which modules of the user-mode kernel a lab cannot do without.
// Refuses to know: where the modules are, and what the lab does with them.

/**
 * Loaded before anything is built, all at once: 40 ms each that way, more than twice as much when the kernel asks for
 * them one by one. ipv6 has to be there before the first namespace is, or that has no settings for it.
 */
const always = ["overlay", "ipv6", "veth", "bridge"] as const;

/** Needs of a plan that stand for modules. Whatever is missing here, the kernel loads by itself when it is first used. */
const byCapability: Readonly<Record<string, readonly string[]>> = {
  vrf: ["vrf"],
  vlan: ["8021q"],
  dummy: ["dummy"],
  macvlan: ["macvlan"],
  vxlan: ["vxlan"],
  bond: ["bonding"],
  netem: ["sch_netem"],
  tbf: ["sch_tbf"],
  // The labels' table has no settings in /proc/sys before the module is there.
  mpls: ["mpls_router", "mpls_iptunnel"],
  // dockerd has loaded these wherever it runs; an iptables inside a container could not, as it may load no modules.
  containers: ["iptable_nat", "iptable_filter"],
  // What a bridge forwards passes iptables only with br_netfilter, which nothing loads by itself.
  iptables: ["br_netfilter", "iptable_nat", "iptable_filter", "xt_conntrack", "xt_MASQUERADE", "xt_addrtype"],
};

export function modulesFor(capabilities: readonly string[]): readonly string[] {
  return [...new Set([...always, ...capabilities.flatMap((capability) => byCapability[capability] ?? [])])];
}
