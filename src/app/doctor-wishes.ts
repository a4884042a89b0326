// Knows: the programs and kernel features labs can use, and what each is for.
// Refuses to know: whether they are there.

import type { KernelFeature } from "../runtime/probe.ts";

export interface ProgramWish {
  readonly name: string;
  /** What makes it tell its version. */
  readonly args: readonly string[];
  readonly aptPackage: string;
  readonly neededFor: string;
  readonly required: boolean;
  /** FRR's daemons are not on the PATH. */
  readonly folder?: "frr";
}

const program = (
  name: string,
  args: string,
  aptPackage: string,
  neededFor: string,
  required: boolean,
): ProgramWish => ({
  name,
  args: [args],
  aptPackage,
  neededFor,
  required,
});
const daemon = (name: string, neededFor: string, required: boolean): ProgramWish => ({
  ...program(name, "--version", "frr", neededFor, required),
  folder: "frr",
});

export const programWishes: readonly ProgramWish[] = [
  program("node", "--version", "nodejs", "labctl itself (20.19 or newer)", true),
  program("ip", "-V", "iproute2", "every link and address", true),
  program("tc", "-V", "iproute2", "impaired links", false),
  program("unshare", "--version", "util-linux", "the sandbox", true),
  program("nsenter", "--version", "util-linux", "exec, shell, vtysh", true),
  program("flock", "--version", "util-linux", "one labctl at a time per lab", true),
  program("mount", "--version", "mount", "the nodes' own files", true),
  program("perl", "-v", "perl-base", "making the host's files read-only", true),
  program("hostname", "--version", "hostname", "the nodes' names", true),
  daemon("zebra", "routers", true),
  daemon("bgpd", "BGP", true),
  daemon("ospfd", "OSPF", false),
  daemon("isisd", "IS-IS", false),
  daemon("bfdd", "BFD", false),
  program("vtysh", "--version", "frr", "FRR's command line", true),
  program("ping", "-V", "iputils-ping", "the ping check", true),
  program("nft", "--version", "nftables", "nodes with a firewall", false),
  program("iptables", "--version", "iptables", "firewalls written for iptables", false),
  program("tcpdump", "--version", "tcpdump", "captures", false),
  program("newuidmap", "--help", "uidmap", "several users in a lab without root", false),
  program("linux.uml", "--version", "user-mode-linux", "features this kernel lacks", false),
];

export interface KernelWish {
  readonly neededFor: string;
  readonly required: boolean;
  /** The module that has it, where it is one. */
  readonly module?: string;
}

export const kernelWishes: Readonly<Record<KernelFeature, KernelWish>> = {
  veth: { neededFor: "links", required: true, module: "veth" },
  ipv6: { neededFor: "IPv6, unnumbered links", required: true, module: "ipv6" },
  overlay: { neededFor: "nodes with files of their own", required: true, module: "overlay" },
  bridge: { neededFor: "LANs, bridge nodes", required: true, module: "bridge" },
  "bridge-vlan": { neededFor: "VLAN-aware bridges", required: false },
  vlan: { neededFor: "802.1Q subinterfaces", required: false, module: "8021q" },
  vrf: { neededFor: "VRFs", required: false, module: "vrf" },
  dummy: { neededFor: "dummy interfaces", required: false, module: "dummy" },
  macvlan: { neededFor: "macvlan networks", required: false, module: "macvlan" },
  ipvlan: { neededFor: "ipvlan networks", required: false, module: "ipvlan" },
  vxlan: { neededFor: "VXLAN, EVPN", required: false, module: "vxlan" },
  bond: { neededFor: "bonds", required: false, module: "bonding" },
  gre: { neededFor: "GRE tunnels", required: false, module: "ip_gre" },
  netem: { neededFor: "delay, loss, jitter on links", required: false, module: "sch_netem" },
  tbf: { neededFor: "a rate limit on links", required: false, module: "sch_tbf" },
  rules: { neededFor: "policy routing", required: false },
  nexthops: { neededFor: "nexthop groups, as FRR installs ECMP", required: false },
  mpls: { neededFor: "MPLS", required: false, module: "mpls_router" },
  nft: { neededFor: "nodes with a firewall", required: false, module: "nf_tables" },
  "iptables-nat": { neededFor: "container networks, masquerading", required: false, module: "iptable_nat" },
};
