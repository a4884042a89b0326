import { expect, test } from "vitest";
import { fullShowCommand, showOwnerOf } from "../../../src/observe/show-owner.ts";
import { isProtocol, protocolNameOf } from "../../../src/observe/route-protocol.ts";
import { typedExec, typedVtysh } from "../../../src/observe/typed-command.ts";

test.each([
  ["show ip ospf neighbor json", "ospfd"],
  ["ip  route 10.0.0.0/8", "zebra"],
  ["show ipv6 ospf6 neighbor", "ospf6d"],
  ["bgp vrf red summary", "bgpd"],
  ["show bgpx", undefined],
  ["show running-config", undefined],
  ["show ip prefix-list", undefined],
])("%s is answered by %s", (command, daemon) => expect(showOwnerOf(command)).toBe(daemon));

test.each([
  ["bgp summary", true, "show bgp summary json"],
  ["show bgp summary json", true, "show bgp summary json"],
  ["show  ip route  json vrf red", true, "show ip route json vrf red"],
  ["ip route", false, "show ip route"],
])("%s in full, json %s", (written, json, full) => expect(fullShowCommand(written, json)).toBe(full));

test("a protocol goes by its name or its number, and FRR's static routes are static, too", () => {
  expect([
    isProtocol("bgp", "186"),
    isProtocol("186", "186"),
    isProtocol("static", "196"),
    isProtocol("static", "4"),
  ]).toEqual([true, true, true, true]);
  expect([isProtocol("bgp", "188"), isProtocol("bgp", undefined), isProtocol("kernel", "0")]).toEqual([
    false,
    false,
    false,
  ]);
  expect([protocolNameOf("188"), protocolNameOf("77"), protocolNameOf(undefined)]).toEqual(["ospf", "77", "unspec"]);
});

test("a typed command is quoted for the shell it is typed into", () => {
  expect(typedExec("r1", ["sh", "-c", "echo 'a b'"])).toBe("labctl exec r1 sh -c 'echo '\\''a b'\\'''");
  expect(typedVtysh("r1", "show bgp summary json")).toBe("labctl vtysh r1 -c 'show bgp summary'");
});
