// Knows: what NCLU says of an interface (state, mode, speed), told from `ip -s -d -j address`, the bridge's VLANs and the wiring.
// Refuses to know: tables and their columns.

import { compareNatural } from "../../base/sort.ts";
import { comparePorts } from "../side-effects.ts";

/** One entry of `ip -s -d -j address show`; only what is used. */
export interface KernelInterface {
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly operstate: string;
  readonly address?: string;
  readonly master?: string;
  readonly ifalias?: string;
  readonly linkinfo?: { readonly info_kind?: string; readonly info_slave_kind?: string };
  readonly addr_info?: readonly { readonly local: string; readonly prefixlen: number; readonly scope: string }[];
  readonly stats64?: {
    readonly rx: Readonly<Record<string, number>>;
    readonly tx: Readonly<Record<string, number>>;
  };
}

/** The far end of a port, from the lab's links: the answer to the question `lldp`. */
export interface Wire {
  readonly port: string;
  readonly node: string;
  readonly ifname: string;
}

/** One entry of `bridge -j vlan show`. */
export interface BridgeVlans {
  readonly ifname: string;
  readonly vlans: readonly { readonly vlan: number; readonly vlanEnd?: number; readonly flags?: readonly string[] }[];
}

export interface LinkFacts {
  readonly kernel: KernelInterface;
  readonly state: "UP" | "DN" | "ADMDN";
  /** `1G`, `N/A`: what a virtual switch reports for its ports. */
  readonly speed: string;
  readonly mode: string;
  readonly addresses: readonly string[];
  readonly wire: Wire | undefined;
}

/** Every interface in NCLU's order: lo, eth0, the ports, then the rest. */
export function readLinks(answers: readonly string[]): readonly LinkFacts[] {
  const [links, wires, vlans] = answers.map((answer) => jsonOf(answer));
  const interfaces = (links ?? []) as readonly KernelInterface[];
  return interfaces
    .map((kernel) => ({
      kernel,
      state: stateOf(kernel),
      speed: /^(eth|swp)\d/.test(kernel.ifname) ? "1G" : "N/A",
      mode: modeOf(kernel, (vlans ?? []) as readonly BridgeVlans[]),
      addresses: (kernel.addr_info ?? [])
        .filter(({ scope }) => scope !== "link")
        .map(({ local, prefixlen }) => `${local}/${prefixlen}`),
      wire: ((wires ?? []) as readonly Wire[]).find(({ port }) => port === kernel.ifname),
    }))
    .toSorted((a, b) => compareShown(a.kernel.ifname, b.kernel.ifname));
}

/** An empty answer (no bridge, nothing wired) is an empty list. */
export function jsonOf(answer: string): readonly unknown[] {
  return answer.trim() === "" ? [] : (JSON.parse(answer) as readonly unknown[]);
}

function compareShown(a: string, b: string): number {
  const place = (name: string): number =>
    name === "lo" ? 0 : name.startsWith("eth") ? 1 : name.startsWith("swp") ? 2 : 3;
  return place(a) - place(b) || (place(a) < 3 ? compareNatural(a, b) : comparePorts(a, b));
}

function stateOf(link: KernelInterface): LinkFacts["state"] {
  if (!link.flags.includes("UP")) return "ADMDN";
  // Devices without a carrier of their own (lo, dummies, tunnels) say UNKNOWN and work.
  return link.operstate === "UP" || link.operstate === "UNKNOWN" ? "UP" : "DN";
}

function modeOf(link: KernelInterface, vlans: readonly BridgeVlans[]): string {
  const { ifname, linkinfo } = link;
  const hasAddress = (link.addr_info ?? []).some(({ scope }) => scope === "global");
  if (ifname === "lo") return "Loopback";
  if (/^eth\d/.test(ifname)) return "Mgmt";
  if (linkinfo?.info_kind === "vrf") return "VRF";
  if (linkinfo?.info_kind === "bond") return "802.3ad";
  if (linkinfo?.info_kind === "bridge") return hasAddress ? "Bridge/L3" : "Bridge/L2";
  if (linkinfo?.info_slave_kind === "bond") return "BondMember";
  if (linkinfo?.info_slave_kind === "bridge") return isTrunk(ifname, vlans) ? "Trunk/L2" : "Access/L2";
  if (/^vlan\d+/.test(ifname)) return "Interface/L3";
  if (/\.\d+$/.test(ifname)) return "SubInt/L3";
  return hasAddress ? "Interface/L3" : "Default";
}

/** More than one VLAN, or one that leaves with its tag. */
function isTrunk(ifname: string, vlans: readonly BridgeVlans[]): boolean {
  const own = vlans.find((one) => one.ifname === ifname)?.vlans ?? [];
  return (
    own.length > 1 ||
    own.some(({ vlanEnd, flags }) => vlanEnd !== undefined || !(flags ?? []).includes("Egress Untagged"))
  );
}
