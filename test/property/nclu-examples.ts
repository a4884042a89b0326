// Knows: a text for every type of value in the NCLU grammar, and the switch the commands with them fit.
// Refuses to know: what is done with them.

import fc from "fast-check";
import type { SwitchFacts } from "../../src/nclu/grammar/value-types.ts";

export const facts: SwitchFacts = {
  ports: ["swp1", "swp2", "swp3"],
  stanzas: ["lo"],
  peerGroups: ["FABRIC"],
  routeMaps: ["RM"],
};

const port = fc.constantFrom("swp1", "swp2", "swp3");
const ports = fc.constantFrom("swp1", "swp1-3", "swp2,swp3", "swp1,3");
const octet = fc.integer({ min: 1, max: 250 });
const ip4 = fc.tuple(octet, octet, octet, octet).map((o) => o.join("."));
const ip6 = fc.integer({ min: 1, max: 0xffff }).map((n) => `2001:db8::${n.toString(16)}`);
const number = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map(String);

/** A text each value type takes, in its canonical spelling. */
export const examples: Readonly<Record<string, fc.Arbitrary<string>>> = {
  Ifs: ports,
  Bond: fc.constantFrom("bond1", "bond2", "bond1-2"),
  Vxlan: fc.constantFrom("vni10", "vni20", "vni10,20"),
  Bridge: fc.constant("bridge"),
  Vrfs: fc.constantFrom("RED", "BLUE"),
  Vrf: fc.constantFrom("RED", "BLUE"),
  If: port,
  Ports: ports,
  Vlan: fc.constantFrom("10", "20-22", "30,40"),
  Vids: fc.constantFrom("10", "10-20", "5,7-9"),
  Ip4: ip4,
  Ip6: ip6,
  Ip: fc.oneof(ip4, ip6),
  Prefix4: fc.tuple(ip4, number(8, 32)).map((p) => p.join("/")),
  Prefix6: ip6.map((ip) => `${ip}/64`),
  Net4: fc.tuple(octet, octet).map(([a, b]) => `${a}.${b}.0.0/16`),
  Net6: fc.integer({ min: 1, max: 0xffff }).map((n) => `2001:db8:${n.toString(16)}::/48`),
  Mac: fc.constantFrom("44:38:39:ff:00:01", "00:00:00:00:1a:10"),
  Asn: number(1, 4_294_967_295),
  Area: fc.oneof(number(0, 100), fc.constant("0.0.0.0")),
  PeerAddress: fc.oneof(ip4, ip6),
  PeerInterface: ports,
  Group: fc.constant("FABRIC"),
  NewGroup: fc.constantFrom("FABRIC", "SPINES"),
  Peer: fc.oneof(ip4, ports, fc.constant("FABRIC")),
  RouteMap: fc.constant("RM"),
  Name: fc.constantFrom("LIST1", "a.b-c"),
  Host: fc.constantFrom("leaf01", "spine-2"),
  Number: number(0, 100_000),
  Community: fc.constantFrom("65000:1", "no-export"),
  RouteTarget: fc.constantFrom("65000:10", "10.0.0.1:5"),
  Rest: fc.constantFrom("one", "to leaf 1", "a b c d"),
};

/** What must be there before other commands: routers, a peer group, a route map. */
export const groundwork = [
  "net add bgp autonomous-system 65000",
  "net add bgp vrf RED autonomous-system 65001",
  "net add bgp vrf BLUE autonomous-system 65002",
  "net add bgp neighbor FABRIC peer-group",
  "net add bgp vrf RED neighbor FABRIC peer-group",
  "net add bgp vrf BLUE neighbor FABRIC peer-group",
  "net add routing route-map RM permit 10",
];
