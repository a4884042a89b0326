import { describe, expect, test } from "vitest";
import { bootConfigOf } from "../../../src/render/frr-boot.ts";

const config = `frr defaults traditional
hostname r1
!
interface eth1
 ip address 10.0.0.1/30
 ip ospf area 0
exit
!
router bgp 65001
 neighbor 10.0.0.2 remote-as 65002
 address-family ipv4 unicast
  network 10.255.0.1/32
 exit-address-family
exit
!
router ospf
 redistribute connected
!
bfd
 peer 10.0.0.2
  no shutdown
 exit
exit
ip route 192.0.2.0/24 blackhole`.split("\n");

const given = (daemon: string): string[] =>
  bootConfigOf(config, daemon).filter((line) => line !== "!" && line !== "line vty");

describe("what a daemon reads of frr.conf", () => {
  test("has the numbers of the file's own lines", () => {
    for (const daemon of ["zebra", "bgpd", "ospfd", "bfdd"]) {
      const lines = bootConfigOf(config, daemon);
      expect(lines).toHaveLength(config.length);
      for (const [i, line] of lines.entries()) expect([config[i], "!", "line vty"]).toContain(line);
    }
  });

  test("is everything but the blocks of others", () => {
    expect(given("bgpd")).toContain(" neighbor 10.0.0.2 remote-as 65002");
    expect(given("bgpd")).not.toContain(" redistribute connected");
    expect(given("bgpd")).toContain(" exit-address-family");
    expect(given("ospfd")).toEqual(
      expect.arrayContaining([" ip ospf area 0", "router ospf", " redistribute connected"]),
    );
    expect(given("ospfd")).not.toContain("router bgp 65001");
    expect(given("zebra")).toEqual(
      expect.arrayContaining([" ip address 10.0.0.1/30", "ip route 192.0.2.0/24 blackhole"]),
    );
    expect(given("bfdd")).toContain("  no shutdown");
  });

  test("never leaves the configuration: an exit at the end of a block leads back to the top", () => {
    for (const daemon of ["zebra", "bgpd", "ospfd"]) expect(given(daemon)).not.toContain("exit");
    expect(bootConfigOf(config, "bgpd")[13]).toBe("line vty");
  });

  test("has the line after an indented block, whatever it is", () => {
    const lines = ["router bgp 65001", " bgp router-id 10.0.0.1", "no zebra nexthop kernel enable", "some new command"];
    expect(bootConfigOf(lines, "zebra")).toEqual(["!", "!", ...lines.slice(2)]);
    expect(bootConfigOf(lines, "bgpd")).toEqual(lines);
  });

  test("is right without indentation, too", () => {
    const flat = [
      "router bgp 65001",
      "neighbor 10.0.0.2 remote-as 65002",
      "router ospf",
      "redistribute connected",
      "ip route 10.0.0.0/8 blackhole",
    ];
    expect(bootConfigOf(flat, "bgpd")).toEqual([...flat.slice(0, 2), "!", "!", flat[4]]);
    expect(bootConfigOf(flat, "ospfd")).toEqual(["!", "!", ...flat.slice(2)]);
  });
});
