import { describe, expect, test } from "vitest";
import {
  contextOf,
  linesNobodyTook,
  parseConfigLog,
  parseVtyshBoot,
  parseVtyshCheck,
} from "../../../src/runtime/frr-config.ts";

// Written by FRR 8.4.4 for the configuration below.
const config = [
  "frr defaults traditional", // 1
  "service integrated-vtysh-config", // 2
  "ip route 10.0.0.0/8 blackhole", // 3
  "router bgp 65001", // 4
  " neighbor swp1 remote-as external", // 5
  " address-family ipv4 unicast", // 6
  "  network 2.2.2.2/32", // 7
];
const log = `2026/11/21 06:39:12 ZEBRA: [NNACN-54BDA][EC 4043309110] Disabling MPLS support (no kernel support)
2026/11/21 06:39:12 ZEBRA: [SHWNK-NWT5S][EC 100663304] No such command on config line 2: service integrated-vtysh-config
2026/11/21 06:39:12 ZEBRA: [SHWNK-NWT5S][EC 100663304] No such command on config line 3: ip route 10.0.0.0/8 blackhole
2026/11/21 06:39:12 ZEBRA: [SHWNK-NWT5S][EC 100663304] No such command on config line 5:  neighbor swp1 remote-as external
2026/11/21 06:39:12 ZEBRA: [SHWNK-NWT5S][EC 100663304] No such command on config line 7:   network 2.2.2.2/32
2026/11/21 06:39:12 BGP: [SHWNK-NWT5S][EC 100663304] No such command on config line 2: service integrated-vtysh-config
2026/11/21 06:39:12 BGP: [SHWNK-NWT5S][EC 100663304] No such command on config line 5:  neighbor swp1 remote-as external
2026/11/21 06:39:12 BGP: [T83RR-8SM5G] bgpd 8.4.4 starting: vty@2605, bgp@<all>:179`;

describe("the log of daemons that read one file together", () => {
  test("a line is refused when none of them took it, and vtysh's own lines do not count", () => {
    expect(linesNobodyTook(parseConfigLog(log), config, [config, config])).toEqual([5]);
  });

  test("with a third daemon that took it, nothing is refused", () => {
    expect(linesNobodyTook(parseConfigLog(log), config, [config, config, config])).toEqual([]);
  });

  test("a line that no running daemon was given is refused", () => {
    const withoutBgp = config.map((line, i) => (i < 3 ? line : "!"));
    expect(linesNobodyTook({ refusedBy: new Map(), rest: "" }, config, [withoutBgp])).toEqual([4, 5, 6, 7]);
  });

  test("what is not about configuration lines stays in the log", () => {
    expect(parseConfigLog(log).rest.split("\n")).toEqual([
      "2026/11/21 06:39:12 ZEBRA: [NNACN-54BDA][EC 4043309110] Disabling MPLS support (no kernel support)",
      "2026/11/21 06:39:12 BGP: [T83RR-8SM5G] bgpd 8.4.4 starting: vty@2605, bgp@<all>:179",
    ]);
  });
});

describe("the block a line stands in", () => {
  test.each([
    [1, []],
    [5, ["router bgp 65001"]],
    [7, ["router bgp 65001", "address-family ipv4 unicast"]],
  ])("line %i", (number, context) => {
    expect(contextOf(config, number)).toEqual(context);
  });
});

describe("vtysh's complaints", () => {
  test("of the offline check: number, text and FRR's words", () => {
    expect(parseVtyshCheck("line 22: % Unknown command[4]: bogus line\n")).toEqual([
      { number: 22, text: "bogus line", message: "% Unknown command" },
    ]);
  });

  test("of loading: the daemon's words stand before the line", () => {
    const output =
      "% Create the peer-group or interface first\nline 8: Failure to communicate[13] to bgpd, line:  neighbor swp1 remote-as external\n";
    expect(parseVtyshBoot(output)).toEqual([
      { number: 8, text: "neighbor swp1 remote-as external", message: "% Create the peer-group or interface first" },
    ]);
  });

  test("silence is no complaint", () => {
    expect(parseVtyshCheck("")).toEqual([]);
    expect(parseVtyshBoot("Configuration file[/etc/frr/frr.conf] processing failure: 0\n")).toEqual([]);
  });
});
