// Knows: where FRR lines come from, the daemons they need, and the timers that can be added.
// Refuses to know: whether FRR takes the lines (test/kernel).

import { describe, expect, test } from "vitest";
import { withFastTimers } from "../../../src/topology/fast-timers.ts";
import { daemonsOfFile, inferDaemons } from "../../../src/topology/infer-daemons.ts";
import { startsFrr } from "../../../src/topology/frr-start-command.ts";
import { loaded, nodeOf, tryLoad } from "./memory-io.ts";

const at = { file: "lab.yml", line: 1, col: 1, length: 1 };
const linesOf = (text: string) => text.split("\n").map((line) => ({ text: line, at }));

describe("daemons", () => {
  test.each([
    ["", []],
    ["router bgp 1", ["bgpd"]],
    ["router ospf\n ospf router-id 1.1.1.1", ["ospfd"]],
    ["interface e\n  ip ospf area 0", ["ospfd"]],
    ["router ospf6", ["ospf6d"]],
    ["interface e\n ipv6 router isis x", ["isisd"]],
    ["router rip", ["ripd"]],
    ["router ripng", ["ripngd"]],
    ["router eigrp 1", ["eigrpd"]],
    ["mpls ldp", ["ldpd"]],
    ["interface e\n ip pim", ["pimd"]],
    ["interface e\n ipv6 mld", ["pim6d"]],
    ["interface e\n ip nhrp network-id 1", ["nhrpd"]],
    ["router babel", ["babeld"]],
    ["pbr-map A seq 1", ["pbrd"]],
    ["router bgp 1\n neighbor 10.0.0.1 bfd", ["bgpd", "bfdd"]],
    ["router openfabric x", ["fabricd"]],
    ["interface e\n vrrp 1", ["vrrpd"]],
    ["segment-routing\n traffic-eng", ["pathd"]],
    ["segment-routing\n srv6", []],
    ["ip route 10.0.0.0/8 10.0.0.1\n! router bgp 1\nno router bgp 1", []],
  ])("%j", (text, more) => {
    expect(inferDaemons(linesOf(text))).toEqual(["zebra", "staticd", ...more]);
  });

  test("of a daemons file", () => {
    expect(daemonsOfFile('#ripd=yes\nbgpd=yes\nospfd=no\nbfdd="yes" # on\nmgmtd=yes\nnosuchd=yes\n')).toEqual([
      "zebra",
      "staticd",
      "bgpd",
      "bfdd",
    ]);
  });
});

test.each([
  ["/usr/lib/frr/frrinit.sh start", true],
  ["sudo service frr restart", true],
  ["systemctl start frr", true],
  ["bash -c service frr start", true],
  ["/usr/lib/frr/docker-start", true],
  ["service frr stop", false],
  ["systemctl start nginx", false],
  ["bash -c service frr start && ip link", false],
])("%s starts FRR: %s", (line, starts) => {
  const words = line.startsWith("bash -c ") ? ["bash", "-c", line.slice(8)] : line.split(" ");
  expect(startsFrr(words)).toBe(starts);
});

describe("fast timers", () => {
  test("stand in the block they belong to, below a comment", () => {
    const config = linesOf(
      "router bgp 1\n neighbor G peer-group\n neighbor swp1 interface peer-group G\n address-family ipv4\n  neighbor G activate",
    );
    expect(withFastTimers(config, ["swp1", "swp2"], at).map(({ text }) => text)).toEqual([
      "router bgp 1",
      " ! timers: fast",
      " coalesce-time 0",
      " neighbor G peer-group",
      " ! timers: fast",
      " neighbor G timers connect 1",
      " neighbor swp1 interface peer-group G",
      " ! timers: fast",
      " neighbor swp1 timers connect 1",
      " address-family ipv4",
      "  neighbor G activate",
      "interface swp1",
      " ! timers: fast",
      " ipv6 nd ra-interval 1",
      "exit",
    ]);
  });

  test.each([
    ["router ospf", "ip ospf", ["timers throttle lsa all 100"]],
    ["router ospf6", "ipv6 ospf6", []],
  ])("of %s: elections, what is sent again, and what comes right after a change", (router, port, throttle) => {
    const lines = withFastTimers(linesOf(`interface swp1\n${router}`), ["swp1"], at).map(({ text }) => text);
    expect(lines).toEqual([
      "interface swp1",
      " ! timers: fast",
      ` ${port} hello-interval 1`,
      ` ${port} dead-interval 4`,
      ` ${port} retransmit-interval 1`,
      router,
      " ! timers: fast",
      ...throttle.map((text) => ` ${text}`),
      " timers lsa min-arrival 50",
      " timers throttle spf 0 50 500",
    ]);
  });

  test("of router isis", () => {
    const lines = withFastTimers(linesOf("interface swp1\nrouter isis CORE"), ["swp1"], at).map(({ text }) => text);
    expect(lines).toEqual([
      "interface swp1",
      " ! timers: fast",
      " isis hello-interval 1",
      " isis hello-multiplier 4",
      "router isis CORE",
      " ! timers: fast",
      " lsp-gen-interval 1",
    ]);
  });

  test("leave alone what the configuration sets", () => {
    const config = linesOf(
      [
        "interface swp1",
        " ip ospf hello-interval 3",
        " ip ospf retransmit-interval 2",
        "router ospf",
        " timers throttle spf 10 100 1000",
        " timers throttle lsa all 200",
        " timers lsa min-arrival 100",
      ].join("\n"),
    );
    expect(withFastTimers(config, ["swp1"], at)).toEqual(config);
  });

  test("of which the configuration sets one: the others", () => {
    const config = linesOf("interface swp1\n ip ospf dead-interval 3\nrouter ospf\n timers throttle spf 0 1 2");
    expect(withFastTimers(config, ["swp1"], at).map(({ text }) => text.trim())).toEqual([
      "interface swp1",
      "! timers: fast",
      "ip ospf retransmit-interval 1",
      "ip ospf dead-interval 3",
      "router ospf",
      "! timers: fast",
      "timers throttle lsa all 100",
      "timers lsa min-arrival 50",
      "timers throttle spf 0 1 2",
    ]);
  });
});

describe("lines know where they were written", () => {
  test("a block, line by line, below variables that were expanded", async () => {
    const text =
      "name: ${LONG:-a-rather-long-name}\ntopology:\n  nodes:\n    r1:\n      kind: frr\n      frr: |\n        router bgp ${AS:=65001}\n\n         neighbor x remote-as 2\n";
    const node = nodeOf(await loaded(text), "r1");
    const lines = node.kind === "frr" ? node.frr.config : [];
    expect(lines.map((line) => [line.text, line.at.line, line.at.col])).toEqual([
      ["router bgp 65001", 7, 9],
      ["", 8, 1],
      [" neighbor x remote-as 2", 9, 10],
    ]);
  });

  test("a config-file, in that file", async () => {
    const text = "name: lab\ntopology:\n  nodes:\n    r1: { kind: frr, frr: { config-file: conf/r1.conf } }\n";
    const node = nodeOf(
      await loaded(text, { files: { "/work/conf/r1.conf": "router ospf\r\n  network 10.0.0.0/8 area 0\n\n" } }),
      "r1",
    );
    expect(
      node.kind === "frr" && node.frr.config.map((line) => [line.text, line.at.file, line.at.line, line.at.col]),
    ).toEqual([
      ["router ospf", "conf/r1.conf", 1, 1],
      ["  network 10.0.0.0/8 area 0", "conf/r1.conf", 2, 3],
    ]);
  });
});

test("explicit daemons win, and a line for another one is worth a warning", async () => {
  const text =
    "name: lab\ntopology:\n  nodes:\n    r1: { kind: frr, frr: { daemons: [ospfd], config: router bgp 1 } }\n";
  const { lab, codes } = await tryLoad(text);
  const node = lab && nodeOf(lab, "r1");
  expect(node?.kind === "frr" && node.frr.daemons).toEqual(["zebra", "staticd", "ospfd"]);
  expect(codes).toEqual(["names/daemon-off"]);
});
