// Knows: how fast-check makes up labs: any mixture of kinds, links, addresses, files and awkward text.
// Refuses to know: what must hold for them.

import fc from "fast-check";
import { parseIfName } from "../../src/model/names.ts";
import type { LabSpec, NodeSpec } from "./lab-builder.ts";

/** Text as a lab file may hold it: anything but NUL, which no argument and no here-document can carry. */
export const anyText = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));

const ifName = fc
  .string({ unit: fc.constantFrom(..."abcxyz0129._-+@~'\"$*?[`!&;(){}=\\%^"), minLength: 1, maxLength: 15 })
  .filter((name) => parseIfName(name).ok && name !== "lo");

/** Interfaces that no link makes; their letters are in no name of a link's end. */
const devices = fc.subarray([
  // What sits on something comes before it here, as it may in a node's order of names.
  [
    "dd",
    {
      device: { kind: "vlan", parent: "dd.5", id: 6 },
      master: "kk",
      vlans: [{ first: 2, last: 9, untagged: false }],
    },
  ],
  ["dd.5", { device: { kind: "vlan", parent: "mm", id: 5 }, mpls: true }],
  [
    "vv",
    { device: { kind: "vxlan", vni: 1, local: undefined, remotes: [], parent: "mm", port: 4789, learning: false } },
  ],
  ["mm", { device: { kind: "dummy" }, master: "red" }],
  ["red", { device: { kind: "vrf", table: 10 } }],
  ["kk", { device: { kind: "bridge", vlanAware: true, stp: false }, vlans: [{ first: 1, last: 1, untagged: true }] }],
] as const);

/** What a subset refers to is in it too: a loader lets nothing else through. */
function closed(chosen: readonly (readonly [string, object])[]): NonNullable<NodeSpec["devices"]> {
  const names = new Set(chosen.map(([name]) => name));
  const text = JSON.stringify(chosen);
  const refers = (name: string): boolean => text.includes(`"parent":"${name}"`) || text.includes(`"master":"${name}"`);
  const isWhole = ["red", "mm", "dd.5", "kk"].every((name) => names.has(name) || !refers(name));
  return isWhole ? (Object.fromEntries(chosen) as unknown as NonNullable<NodeSpec["devices"]>) : {};
}

const settings = fc.record({
  devices: devices.map(closed),
  addresses: fc.constant({ lo: ["10.0.0.1/32", "2001:db8::1/128"] }),
  hostname: fc.constantFrom("one", "two"),
  sysctls: fc.dictionary(fc.constantFrom("net.ipv4.ip_forward", "net/ipv4/tcp_rmem"), anyText, { maxKeys: 2 }),
  files: fc.dictionary(fc.constantFrom("/etc/motd", "/srv/a b/c'd", "/etc/hosts"), anyText, { maxKeys: 2 }),
  exec: fc.array(fc.array(anyText, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
  env: fc.dictionary(fc.constantFrom("A", "B"), anyText, { maxKeys: 2 }),
  frr: fc.array(fc.stringMatching(/^[ -~]{0,30}$/), { maxLength: 4 }).map((lines) => lines.join("\n")),
  nft: fc.option(fc.stringMatching(/^[ -~\n]{1,30}$/), { nil: undefined }),
});

const node: fc.Arbitrary<NodeSpec> = fc
  .tuple(fc.constantFrom("host", "frr", "cumulus", "bridge"), settings)
  .map(([kind, { nft, ...rest }]) => ({ kind, ...rest, ...(nft === undefined ? {} : { nft }) }) as NodeSpec);

/** A lab whose links never use an interface twice. */
export const anyLab: fc.Arbitrary<LabSpec> = fc
  .tuple(
    fc.array(node, { minLength: 1, maxLength: 6 }),
    fc.uniqueArray(ifName, { minLength: 8, maxLength: 8 }),
    fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 4 }),
  )
  .map(([nodes, ifnames, wires]) => ({
    name: "any",
    nodes: Object.fromEntries(nodes.map((spec, i) => [`n${i}`, spec])),
    links: wires.map(
      ([a, b], i) => `n${a % nodes.length}:${ifnames[2 * i] ?? ""} n${b % nodes.length}:${ifnames[2 * i + 1] ?? ""}`,
    ),
  }));
