// Knows: the kinds of values in NCLU commands: which texts they take, how they are normalised, how NCLU names them.
// Refuses to know: which commands use them.

import { contains, formatCidr, formatIp, networkOf, parseCidr, parseIp } from "../../model/ip.ts";
import { parseMac } from "../../model/names.ts";
import { expandInterfaces, expandVlans } from "../glob.ts";

/** What the switch has, where a value must exist already or its meaning depends on it. */
export interface SwitchFacts {
  readonly ports: readonly string[];
  readonly stanzas: readonly string[];
  readonly peerGroups: readonly string[];
  readonly routeMaps: readonly string[];
}

export interface Accepted {
  readonly text: string;
  /** Shown after the command: `NOTE: 10.0.0.3/24 was converted to 10.0.0.0/24`. */
  readonly note?: string;
}

export interface ValueType {
  /** As NCLU shows it in `<…>`. */
  readonly label: string;
  accept(text: string, facts: SwitchFacts): Accepted | undefined;
  /** Why a text was refused, continued from "This command is looking for ". */
  readonly wants?: string;
  /** The command is carried out once for each of these. */
  each?(text: string): readonly string[];
  /** Takes the rest of the line. */
  readonly rest?: true;
}

const asIs =
  (test: (text: string, facts: SwitchFacts) => boolean) =>
  (text: string, facts: SwitchFacts): Accepted | undefined =>
    test(text, facts) ? { text } : undefined;

const isName = (text: string): boolean => /^[A-Za-z_][\w.:-]*$/.test(text);
const isIp = (text: string, family?: 4 | 6): boolean => {
  const ip = parseIp(text);
  return ip !== undefined && (family === undefined || ip.family === family);
};
const isPrefix = (text: string, family: 4 | 6): boolean => text.includes("/") && parseCidr(text)?.family === family;

/** A network: host bits are cleared and NCLU says so. */
const network =
  (family?: 4 | 6) =>
  (text: string): Accepted | undefined => {
    const cidr = text.includes("/") ? parseCidr(text) : undefined;
    if (!cidr || (family !== undefined && cidr.family !== family)) return undefined;
    const canonical = formatCidr(networkOf(cidr));
    return contains(networkOf(cidr), cidr) && networkOf(cidr).value === cidr.value
      ? { text: canonical }
      : { text: canonical, note: `NOTE: ${text} was converted to ${canonical}` };
  };

/** Names that are interfaces by their look, for `bgp neighbor NAME` where a peer group could stand too. */
const looksLikeInterface = /^(swp|eth|ens|enp|bond|vlan|vni|peerlink|lo)[\w.-]*$/;

function isPeerInterfaces(text: string, facts: SwitchFacts): boolean {
  const names = expandInterfaces(text);
  return (
    names !== undefined &&
    names.every(
      (name) =>
        !facts.peerGroups.includes(name) &&
        (facts.ports.includes(name) || facts.stanzas.includes(name) || looksLikeInterface.test(name)),
    )
  );
}

const interfaces = (label: string): ValueType => ({
  label,
  accept: asIs((text) => expandInterfaces(text) !== undefined),
  each: (text) => expandInterfaces(text) ?? [],
});

export const valueTypes: Readonly<Record<string, ValueType>> = {
  Ifs: interfaces("interface"),
  /** NVUE's name of a VLAN's interface: `vlan10` stands for 10. */
  VlanInterface: {
    label: "interface",
    accept: asIs((text) => /^vlan\d+$/.test(text)),
    each: (text) => [text.slice("vlan".length)],
  },
  NotVlan: {
    label: "interface",
    accept: asIs((text) => !/^vlan\d+$/.test(text) && expandInterfaces(text) !== undefined),
    each: (text) => expandInterfaces(text) ?? [],
  },
  Bond: interfaces("bond"),
  Vxlan: interfaces("vxlan"),
  Bridge: { label: "bridge", accept: asIs((text) => isName(text) && text.length <= 15) },
  Vrfs: interfaces("vrf"),
  If: { label: "interface", accept: asIs((text) => expandInterfaces(text)?.length === 1) },
  Ports: { label: "interface-list", accept: asIs((text) => expandInterfaces(text) !== undefined) },
  Vlan: {
    label: "1-4094",
    accept: asIs((text) => expandVlans(text) !== undefined),
    each: (text) => (expandVlans(text) ?? []).map(String),
  },
  Vids: { label: "1-4094", accept: asIs((text) => !/\s/.test(text) && expandVlans(text) !== undefined) },
  Ip4: {
    label: "ipv4",
    accept: asIs((text) => isIp(text, 4)),
    wants: "an IP address, not an IP/prefixlen",
  },
  Ip6: { label: "ipv6", accept: (text) => canonicalIp(text, 6), wants: "an IPv6 address, not an IPv6/prefixlen" },
  Ip: { label: "ip", accept: (text) => canonicalIp(text), wants: "an IP address, not an IP/prefixlen" },
  Prefix4: { label: "ipv4/prefixlen", accept: asIs((text) => isPrefix(text, 4)), wants: "an IP/prefixlen" },
  Prefix6: {
    label: "ipv6/prefixlen",
    accept: (text) => (isPrefix(text, 6) ? { text: formatCidr(parseCidr(text)!) } : undefined),
    wants: "an IPv6/prefixlen",
  },
  Net4: { label: "ipv4/prefixlen", accept: network(4), wants: "an IP/prefixlen" },
  Net6: { label: "ipv6/prefixlen", accept: network(6), wants: "an IPv6/prefixlen" },
  Mac: { label: "mac", accept: (text) => (parseMac(text).ok ? { text: text.toLowerCase() } : undefined) },
  Asn: { label: "1-4294967295", accept: asIs((text) => /^[1-9]\d*$/.test(text) && Number(text) <= 4_294_967_295) },
  Area: {
    label: "0-4294967295|ipv4",
    accept: asIs((text) => (/^\d+$/.test(text) ? Number(text) <= 4_294_967_295 : isIp(text, 4))),
  },
  PeerAddress: { label: "bgppeer", accept: (text) => canonicalIp(text) },
  PeerInterface: {
    label: "bgppeer",
    accept: asIs((text, facts) => !isIp(text) && isPeerInterfaces(text, facts)),
    each: (text) => expandInterfaces(text) ?? [],
  },
  Group: { label: "bgppeer", accept: asIs((text, facts) => facts.peerGroups.includes(text)) },
  NewGroup: { label: "text", accept: asIs((text, facts) => isName(text) && !facts.ports.includes(text)) },
  /** Any peer: an address, interfaces, a group. */
  Peer: {
    label: "bgppeer",
    accept: (text, facts) =>
      canonicalIp(text) ?? (facts.peerGroups.includes(text) || isPeerInterfaces(text, facts) ? { text } : undefined),
    each: (text) => (isIp(text) ? [text] : (expandInterfaces(text) ?? [text])),
  },
  RouteMap: {
    label: "routemap",
    accept: asIs((text, facts) => facts.routeMaps.includes(text)),
    wants: "an existing route-map",
  },
  Name: { label: "text", accept: asIs((text) => /^[^\s"'<>|]+$/.test(text)) },
  Vrf: { label: "vrf", accept: asIs((text) => isName(text) && text.length <= 15) },
  Host: { label: "text", accept: asIs((text) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(text)) },
  Number: { label: "0-4294967295", accept: asIs((text) => /^\d{1,10}$/.test(text)) },
  Community: {
    label: "community",
    accept: asIs((text) => /^(\d+:\d+|internet|no-export|no-advertise|local-AS)$/.test(text)),
  },
  RouteTarget: { label: "route-target", accept: asIs((text) => /^(\d+|\d+\.\d+\.\d+\.\d+):\d+$/.test(text)) },
  Rest: {
    label: "wildcard",
    accept: (text) => (text.trim() === "" ? undefined : { text: text.trim() }),
    rest: true,
  },
};

function canonicalIp(text: string, family?: 4 | 6): Accepted | undefined {
  const ip = parseIp(text);
  return ip && (family === undefined || ip.family === family) ? { text: formatIp(ip) } : undefined;
}
