// Knows: that NVUE's commands make what NCLU's make.
// Refuses to know: what that is in detail (acceptance.test.ts).

import { expect, test } from "vitest";
import { runNv } from "../../../src/nclu/nvue.ts";
import { TestSwitch } from "./switch.ts";

function nv(sw: TestSwitch, lines: string): string {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const result = sw.take(runNv(sw.state, line.trim().split(" "), sw.world));
      expect(`${line}${result.exitCode === 0 ? "" : `: ${result.stdout}`}`).toBe(line);
      return result.stdout;
    })
    .join("");
}

test("BGP unnumbered makes the files NCLU makes", () => {
  const set = new TestSwitch(["swp51", "swp52"]);
  nv(
    set,
    `nv set interface lo ip address 10.10.10.1/32
     nv set interface swp51-52
     nv set system hostname leaf01
     nv set router bgp autonomous-system 65101
     nv set router bgp router-id 10.10.10.1
     nv set vrf default router bgp peer-group underlay remote-as external
     nv set vrf default router bgp neighbor swp51 remote-as external
     nv set vrf default router bgp neighbor swp52 peer-group underlay
     nv set vrf default router bgp address-family ipv4-unicast network 10.10.10.1/32
     nv set vrf default router bgp address-family ipv4-unicast redistribute connected enable on
     nv config apply -y`,
  );
  const added = new TestSwitch(["swp51", "swp52"]).all(`
    net add loopback lo ip address 10.10.10.1/32
    net add interface swp51-52
    net add hostname leaf01
    net add bgp autonomous-system 65101
    net add bgp router-id 10.10.10.1
    net add bgp neighbor underlay peer-group
    net add bgp neighbor underlay remote-as external
    net add bgp neighbor swp51 interface remote-as external
    net add bgp neighbor swp52 interface peer-group underlay
    net add bgp network 10.10.10.1/32
    net add bgp redistribute connected
    net commit`);
  expect(set.files).toEqual(added.files);
});

test("a bridge with VLANs, an SVI, a VXLAN and EVPN", () => {
  const sw = new TestSwitch();
  nv(
    sw,
    `nv set bridge domain br_default vlan 10,20
     nv set interface swp1 bridge domain br_default access 10
     nv set interface swp2 bridge domain br_default
     nv set interface vlan10 ip address 10.1.10.2/24
     nv set bridge domain br_default vlan 10 vni 10
     nv set nve vxlan source address 10.10.10.1
     nv set router bgp autonomous-system 65101
     nv set evpn enable on
     nv set vrf default router bgp neighbor swp51 remote-as external
     nv set vrf default router bgp neighbor swp51 address-family l2vpn-evpn enable on
     nv config apply`,
  );
  expect(sw.stanza("br_default")).toContain("bridge-ports swp1 swp2 vni10");
  expect(sw.stanza("br_default")).toContain("bridge-vids 10 20");
  expect(sw.stanza("vlan10")).toContain("vlan-raw-device br_default");
  expect(sw.stanza("vni10")).toContain("vxlan-id 10");
  expect(sw.stanza("lo")).toContain("vxlan-local-tunnelip 10.10.10.1");
  expect(sw.routing).toContain("  advertise-all-vni");
  expect(sw.routing).toContain("  neighbor swp51 activate");
});

test("nv config diff, apply, save and show", () => {
  const sw = new TestSwitch();
  expect(nv(sw, "nv config apply")).toBe("Warning: current applied state is the same\n");
  nv(sw, "nv set interface lo ip address 1.1.1.1/32\nnv set router bgp autonomous-system 65000");
  expect(nv(sw, "nv config diff")).toContain("+    address 1.1.1.1/32");
  expect(nv(sw, "nv config apply")).toBe("applied [rev_id: 2]\n");
  expect(nv(sw, "nv config save")).toBe("saved\n");
  expect(nv(sw, "nv config show -o commands")).toContain("nv set interface lo ip address 1.1.1.1/32\n");
  expect(nv(sw, "nv config show")).toContain(
    "    interface:\n      lo:\n        ip:\n          address:\n            1.1.1.1/32: {}\n",
  );
  nv(sw, "nv unset interface lo ip address 1.1.1.1/32\nnv config apply");
  expect(sw.stanza("lo")).toBe("iface lo inet loopback");
});

test("a command NVUE does not have is refused, and nothing is staged", () => {
  const sw = new TestSwitch();
  const result = runNv(sw.state, ["nv", "set", "interface", "swp1", "ip", "address", "nonsense"], sw.world);
  expect(result.exitCode).toBe(1);
  expect(result.stdout).toContain("nv set interface <interface> ip address <ipv4/prefixlen>");
  expect(result.state.pending).toEqual([]);
});
