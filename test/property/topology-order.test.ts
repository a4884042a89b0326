// Knows: that the order of keys in a YAML map says nothing.
// Refuses to know: the order of lists, which does.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Lab } from "../../src/model/lab.ts";
import { loaded } from "../unit/topology/memory-io.ts";

const rich = `
name: order
topology:
  defaults: { env: { A: 1, B: 2 }, sysctls: { net.ipv4.tcp_syncookies: 0, net.ipv4.ip_default_ttl: 3 } }
  groups:
    g: { labels: { x: 1, y: 2 }, binds: [/etc/a:/a, /etc/b:/b] }
  nodes:
    r10:
      kind: frr
      group: g
      interfaces: { lo: { ipv4: 10.0.0.1/32, mtu: 1400 }, swp10: { ipv4: 10.1.0.1/24, ipv6: "2001:db8::1/64" }, swp2: { mac: "02:00:00:00:00:01" } }
      files: { /z: z, /a: a }
      services: { web: httpd, dns: { run: named -f, restart: no } }
      frr: { config: "router bgp 1\\nrouter ospf", profile: datacenter, timers: fast }
    r2: { kind: host, routes: [{ to: default, via: 10.1.0.1, dev: eth1 }], interfaces: { eth1: { ipv4: 10.1.0.2/24 } } }
    r3: { kind: cumulus, hostname: three }
  links:
    - { endpoints: [r10:swp10, { node: r2, interface: eth1, mac: "02:00:00:00:00:02" }], mtu: 1400 }
    - { endpoints: [r10:swp2, r2:eth2, r3:swp1], ipv4: ["", "", ""] }
tests:
  - { name: t, ping: { from: r2, to: r10, count: 2 }, within: 2s, claims: [A, B] }
`;
const texts = [
  rich,
  ...["bgp-unnumbered", "three-routers-lan", "static-routes"].map((name) =>
    readFileSync(new URL(`../../labs/${name}.yml`, import.meta.url), "utf8"),
  ),
];

/** Every map's keys in an order that `seed` decides. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item, i) => shuffled(item, seed + i));
  if (typeof value !== "object" || value === null) return value;
  const weight = (key: string): number =>
    [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0) * seed) % 65_521, seed);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => weight(a) - weight(b))
      .map(([key, inner]) => [key, shuffled(inner, seed)]),
  );
}

/** All of a lab but the places it was written at. */
function contentOf({ graph, tests, ...lab }: Lab): string {
  const all = { ...lab, nodes: graph.mapNodes((_, node) => node), links: graph.mapEdges((_, link) => link), tests };
  return JSON.stringify(all, (key, value: unknown) => {
    if (key === "at") return undefined;
    if (typeof value === "bigint") return `${value}`;
    if (key === "value" && typeof value === "object" && value !== null) return Object.entries(value).toSorted();
    return value;
  });
}

test("the order of keys does not change the lab", async () => {
  const files = { "/etc/a": "", "/etc/b": "" };
  const wanted = await Promise.all(texts.map(async (text) => contentOf(await loaded(text, { files }))));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: texts.length - 1 }), fc.integer({ min: 1, max: 60_000 }), async (which, seed) => {
      const text = stringify(shuffled(parse(texts[which] ?? ""), seed));
      expect(contentOf(await loaded(text, { files }))).toBe(wanted[which]);
    }),
    { numRuns: 150 },
  );
});
