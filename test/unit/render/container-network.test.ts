// The lines of `ip -batch` for bridges, macvlans and an uplink that moves.

import { describe, expect, test } from "vitest";
import { arriveLines, attachLines, configureLines, vethNameOf } from "../../../src/render/container-endpoint.ts";
import { createBridgeLines, createParentLines, moveLines } from "../../../src/render/container-network.ts";
import { bridgeNetwork } from "../../helpers/engine-lab.ts";

const text = (lines: readonly (readonly string[])[]): string[] => lines.map((words) => words.join(" "));
const endpoint = {
  ...{ ifname: "eth0", hostIfname: "veth1", address: "172.17.0.2/16", mac: "02:42:ac:11:00:02", hairpin: false },
};

describe("a bridge", () => {
  test("has the gateway's address, and a MAC address that no port changes", () => {
    expect(text(createBridgeLines("dk", bridgeNetwork("docker0", { mtu: 1400 })))).toEqual([
      expect.stringMatching(/^link add name docker0 address 02(:[0-9a-f]{2}){5} mtu 1400 type bridge$/),
      "address add 172.17.0.1/16 broadcast + dev docker0",
      "link set dev docker0 up",
    ]);
  });

  test("gets a veth pair per container, which may send back what it sent only for published ports", () => {
    expect(text(attachLines(bridgeNetwork("docker0"), endpoint, 77))).toEqual([
      "link add name veth1 type veth peer name eth0 address 02:42:ac:11:00:02 netns 77",
      "link set dev veth1 master docker0",
      "link set dev veth1 up",
    ]);
    expect(text(attachLines(bridgeNetwork("docker0"), { ...endpoint, hairpin: true }, 77))).toContain(
      "link set dev veth1 type bridge_slave hairpin on",
    );
    expect(text(configureLines(endpoint, "172.17.0.1"))).toEqual([
      "address add 172.17.0.2/16 broadcast + dev eth0",
      "link set dev eth0 up",
      "route add default via 172.17.0.1 dev eth0",
    ]);
  });

  test("names veth ends the same every time, within what the kernel allows", () => {
    expect(vethNameOf("dk", "web1", "front")).toMatch(/^veth[0-9a-f]{7}$/);
    expect(vethNameOf("dk", "web1", "front")).toBe(vethNameOf("dk", "web1", "front"));
    expect(vethNameOf("dk", "web1", "front")).not.toBe(vethNameOf("dk", "web1", "back"));
  });
});

test("a macvlan is made in the container, on the parent, and gets its name there: the node may have an eth0, too", () => {
  const network = bridgeNetwork("tenant", { driver: "macvlan", parent: "eth1.10" });
  expect(text(attachLines(network, endpoint, 77))).toEqual([
    "link add link eth1.10 name veth1 address 02:42:ac:11:00:02 netns 77 type macvlan mode bridge",
  ]);
  expect(text(arriveLines(network, endpoint))).toEqual(["link set dev veth1 name eth0"]);
  expect(arriveLines(bridgeNetwork("docker0"), endpoint)).toEqual([]);
  expect(text(createParentLines("eth1.10"))).toEqual([
    "link add link eth1 name eth1.10 type vlan id 10",
    "link set dev eth1.10 up",
  ]);
  expect(createParentLines("eth1")).toEqual([]);
  expect(createParentLines("eth1.5000")).toEqual([]);
});

test("an uplink's addresses and routes move, link-local ones and the kernel's own stay", () => {
  const address = (local: string, prefixlen: number, scope = "global") => ({ local, prefixlen, scope });
  const held = {
    addresses: [address("192.168.22.217", 24), address("2001:db8::217", 64), address("fe80::1", 64, "link")],
    routes: [
      { dst: "default", gateway: "192.168.22.1", metric: 5 },
      { dst: "192.168.22.0/24", protocol: "kernel", prefsrc: "192.168.22.217" },
      { dst: "10.0.0.0/8", protocol: "static" },
      { dst: "10.255.0.1", gateway: "192.168.22.1", protocol: "ospf" },
    ],
  };
  expect(text(moveLines("eth0", "br0", held, ["192.168.22.217/24"]))).toEqual([
    "address delete 192.168.22.217/24 dev eth0",
    "address delete 2001:db8::217/64 dev eth0",
    "address add 2001:db8::217/64 nodad dev br0",
    "route replace 10.0.0.0/8 proto static dev br0",
    "route replace default via 192.168.22.1 metric 5 dev br0",
  ]);
});
