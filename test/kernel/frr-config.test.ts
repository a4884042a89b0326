// Each daemon takes its own part of one frr.conf, and no line of another's.

import { expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const lab = (config: string): string => `name: config
topology:
  nodes:
    r1:
      kind: frr
      interfaces: { eth1: { ipv4: 10.0.0.1/30 } }
      frr: |
${config.replace(/^/gm, "        ")}
    h1: { kind: host }
  links: [{ endpoints: [r1:eth1, h1:eth1] }]
`;

/** The block of the running configuration that begins with this line. */
async function blockOf(header: string): Promise<string[]> {
  const { stdout } = await labctl.run("vtysh", "r1", "-c", "show running-config");
  const lines = stdout.split("\n");
  const start = lines.indexOf(header);
  return start < 0
    ? []
    : lines
        .slice(
          start + 1,
          lines.findIndex((line, i) => i > start && /^(!|exit|end)/.test(line)),
        )
        .map((l) => l.trim());
}

test("`redistribute connected` of OSPF does not become BGP's, and an `exit` ends nobody's reading", async () => {
  labctl.write(
    "config.yml",
    lab(`interface eth1
 ip ospf area 0
exit
!
router bgp 65001
 bgp router-id 10.255.0.1
router ospf
 redistribute connected
exit
!
ip route 192.0.2.0/24 blackhole
ip prefix-list last permit 10.0.0.0/8`),
  );
  expect(await labctl.run("deploy", "config.yml")).toMatchObject({ code: 0 });
  expect(await blockOf("router bgp 65001")).toEqual(["bgp router-id 10.255.0.1"]);
  expect(await blockOf("router ospf")).toEqual(["redistribute connected"]);
  expect(await blockOf("interface eth1")).toEqual(["ip ospf area 0"]);
  const config = (await labctl.run("vtysh", "r1", "-c", "show running-config")).stdout;
  expect(config).toContain("ip prefix-list last seq 5 permit 10.0.0.0/8");
  expect((await labctl.run("exec", "r1", "ip", "route", "show", "192.0.2.0/24")).stdout).toMatch(/^blackhole/);
});

test("the file in the node is the one that was written", async () => {
  labctl.write("config.yml", lab("router bgp 65001\n bgp router-id 10.255.0.1\nexit"));
  await labctl.run("deploy", "config.yml");
  const file = (await labctl.run("exec", "r1", "cat", "/etc/frr/frr.conf")).stdout;
  expect(file).toContain("router bgp 65001\n bgp router-id 10.255.0.1\nexit\n");
});

test("a deploy that is done has read all of a long configuration", async () => {
  const lines = Array.from(
    { length: 300 },
    (_, i) => `ip prefix-list many seq ${i + 1} permit 10.1.${i & 255}.0/24 le ${24 + (i >> 8)}`,
  );
  labctl.write("config.yml", lab([...lines, "router bgp 65001", " bgp router-id 10.255.0.9"].join("\n")));
  expect(await labctl.run("deploy", "config.yml")).toMatchObject({ code: 0 });
  const daemon = await labctl.run("vtysh", "r1", "-d", "bgpd", "-c", "show running-config");
  expect(daemon.stdout.match(/^ip prefix-list many/gm)).toHaveLength(300);
  expect(daemon.stdout).toContain("bgp router-id 10.255.0.9");
});
