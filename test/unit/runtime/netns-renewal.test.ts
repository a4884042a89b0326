// What is done to a node's old network namespace when it is switched off: cables move, everything on them goes first.

import { expect, test } from "vitest";
import { renewalScript } from "../../../src/runtime/agent/netns-renewal.ts";

const veth = { link_type: "ether", linkinfo: { info_kind: "veth" } };

test("a pair to another namespace, a macvlan on the machine and the machine's own interface are cables; the rest ends", () => {
  const script = renewalScript("r1", [
    { ifname: "lo", link_type: "loopback" },
    { ifname: "eth0", ...veth, link_netnsid: 0 },
    { ifname: "eth0.10", link_type: "ether", linkinfo: { info_kind: "vlan" } },
    { ifname: "eth1", link_type: "ether", linkinfo: { info_kind: "macvlan" }, link_netnsid: 1 },
    { ifname: "enp1s0", link_type: "ether" },
    { ifname: "both", ...veth },
  ]);
  const lines = [
    ...["link delete dev eth0.10", "link delete dev both"],
    ...["link set dev eth0 netns r1", "link set dev eth1 netns r1", "link set dev enp1s0 netns r1"],
  ];
  expect(script).toContain(`<<'END'\n${lines.join("\n")}\nEND\n`);
  expect(script.startsWith("ip netns delete r1 && ip netns add r1 || exit 1\n")).toBe(true);
});

test("a node without links gets a new namespace all the same", () => {
  expect(renewalScript("r1", [{ ifname: "lo", link_type: "loopback" }])).toBe(
    "ip netns delete r1 && ip netns add r1 || exit 1\n",
  );
});
