// Knows: what labs of posts and documentation typed, and the files a switch made of it.
// Refuses to know: whether packets flow; the labs under labs/ prove that.

import { describe, expect, test } from "vitest";
import { TestSwitch } from "./switch.ts";

const golden = (name: string): string => `../../golden/nclu/${name}.txt`;

describe("a leaf of a BGP unnumbered fabric, as its own configuration commands say it", () => {
  const commands = `
    net del all
    net add dns nameserver ipv4 192.168.0.254 vrf mgmt
    net add bgp autonomous-system 65011
    net add routing defaults datacenter
    net add routing service integrated-vtysh-config
    net add routing log syslog informational
    net add bgp router-id 10.0.0.11
    net add bgp bestpath as-path multipath-relax
    net add bgp neighbor FABRIC peer-group
    net add bgp neighbor FABRIC remote-as external
    net add bgp neighbor FABRIC description Internal Fabric Network
    net add bgp neighbor FABRIC capability extended-nexthop
    net add bgp neighbor swp51 interface peer-group FABRIC
    net add bgp neighbor swp52 interface peer-group FABRIC
    net add bgp ipv4 unicast network 10.0.0.11/32
    net add bgp ipv4 unicast network 172.16.1.0/24
    net add bond bond01 bond slaves swp1
    net add bond bond01 bridge access 10
    net add bridge bridge ports bond01
    net add bridge bridge vids 10
    net add bridge bridge vlan-aware
    net add interface swp1
    net add loopback lo ip address 10.0.0.11/32
    net add vlan 10 ip address 172.16.1.1/24
    net add vlan 10 vlan-id 10
    net add vlan 10 vlan-raw-device bridge
    net commit`;
  const byHand = `
# The following will append those commands to the appropriate files.
# There are some configuration commands that are not yet supported by nclu.
# ========================================================================
sudo sh -c "printf 'username cumulus nopassword\\n' >> /etc/frr/frr.conf"
`;
  const sw = new TestSwitch(["swp1", "swp51", "swp52"], "leaf01").all(commands);

  test("makes these files", async () => {
    await expect(sw.net("net show configuration files").stdout).toMatchFileSnapshot(golden("leaf-files"));
  });

  test("and the files make the same commands again", () => {
    const typed = commands
      .trim()
      .split("\n")
      .map((line) => line.trim());
    const text = sw.net("net show configuration commands").stdout;
    expect(text.endsWith(`net commit\n${byHand}`)).toBe(true);
    const listed = text.slice(0, -byHand.length).trimEnd().split("\n");
    expect(listed.filter((line) => line !== "net add hostname leaf01").toSorted()).toEqual(typed.toSorted());
  });

  test("and net show configuration merges them", async () => {
    await expect(sw.net("net show configuration").stdout).toMatchFileSnapshot(golden("leaf-configuration"));
    await expect(sw.net("net show conf bgp").stdout).toMatchFileSnapshot(golden("leaf-configuration-bgp"));
  });
});

test("net show configuration … json: the same facts for a program", () => {
  const sw = new TestSwitch(["swp1", "swp51"], "leaf01").all(`
    net add interface swp1 ip address 10.0.1.1/24
    net add interface swp1 ip address 10.0.0.1/24
    net add interface swp1 ospf area 0
    net add dns nameserver ipv4 192.168.0.254
    net add bgp autonomous-system 65011
    net add bgp network 10.0.0.0/24
    net commit`);
  const json = (part: string): unknown =>
    JSON.parse(sw.net(`net show configuration ${part} json`.replace("  ", " ")).stdout);
  const swp1 = { address: ["10.0.0.1/24", "10.0.1.1/24"], frr: { "ip ospf area 0": {} } };
  expect(json("interface swp1")).toEqual({ swp1 });
  expect(json("interface")).toEqual({ lo: {}, swp1 });
  const bgp = { "router bgp 65011": { "address-family ipv4 unicast": { "network 10.0.0.0/24": {} } } };
  expect(json("bgp")).toEqual(bgp);
  expect(json("ospf")).toEqual({});
  expect(json("dns")).toEqual({ "/etc/resolv.conf": ["nameserver 192.168.0.254"] });
  expect(json("")).toMatchObject({ hostname: "leaf01", interfaces: { swp1 }, frr: bgp });
  expect(json("commands")).toEqual(sw.net("net show configuration commands").stdout.trimEnd().split("\n"));
  expect(json("files")).toMatchObject({ "/etc/hostname": ["leaf01"] });
  expect(sw.net("net show configuration interface swp1 jsom").exitCode).toBe(1);
});

test("QinQ over VXLAN with OSPF unnumbered", () => {
  const sw = new TestSwitch(["swp1", "swp51"]).all(`
    net add bridge bridge ports swp1,vni15
    net add bridge bridge vids 100
    net add bridge bridge vlan-aware
    net add bridge bridge vlan-protocol 802.1ad
    net add interface swp1 bridge access 100
    net add interface swp51 ip address 10.255.255.1/32
    net add loopback lo ip address 10.255.255.1/32
    net add vxlan vni15 vxlan id 15
    net add vxlan vni15 vxlan local-tunnelip 10.255.255.1
    net add vxlan vni15 vxlan remoteip 10.255.255.3
    net add vxlan vni15 bridge access 100
    net add vxlan vni15 bridge learning off
    net add interface swp51 ospf network point-to-point
    net add ospf router-id 10.255.255.1
    net add ospf network 10.255.255.1/32 area 0.0.0.0
    net commit`);
  expect(sw.stanza("bridge")).toBe(
    [
      "iface bridge",
      "bridge-ports swp1 vni15",
      "bridge-vids 100",
      "bridge-vlan-aware yes",
      "bridge-vlan-protocol 802.1ad",
    ].join("\n    "),
  );
  expect(sw.stanza("vni15")?.split("\n    ")).toEqual([
    "iface vni15",
    "bridge-access 100",
    "bridge-learning off",
    "mstpctl-bpduguard yes",
    "mstpctl-portbpdufilter yes",
    "vxlan-id 15",
    "vxlan-local-tunnelip 10.255.255.1",
    "vxlan-remoteip 10.255.255.3",
  ]);
  expect(sw.routing).toEqual([
    "interface swp51",
    " ip ospf network point-to-point",
    "router ospf",
    " ospf router-id 10.255.255.1",
    " network 10.255.255.1/32 area 0.0.0.0",
  ]);
});

test("BGP unnumbered: a spine and its leaf", () => {
  const spine = new TestSwitch().all(`
    net add loopback lo ip address 10.255.255.101/32
    net add bgp autonomous-system 65201
    net add bgp bestpath as-path multipath-relax
    net add bgp neighbor swp1 interface remote-as external
    net add bgp neighbor swp2 remote-as external
    net commit
    net add bgp network 10.255.255.101/32
    net commit`);
  expect(spine.routing).toEqual([
    "router bgp 65201",
    " bgp bestpath as-path multipath-relax",
    " neighbor swp1 interface remote-as external",
    " neighbor swp2 interface remote-as external",
    " address-family ipv4 unicast",
    "  network 10.255.255.101/32",
    " exit-address-family",
  ]);
});

test("a bond, a VLAN-aware bridge, an SVI and its virtual address", () => {
  const sw = new TestSwitch().all(`
    net add bond BOND0 bond slaves swp49-50
    net add bridge bridge vids 10,20
    net add bridge bridge ports BOND0,swp1
    net add interface swp1 bridge access 10
    net add vlan 10 ip address 10.0.10.2/24
    net add vlan 10 ip address-virtual 00:00:00:00:1a:10 10.0.10.1/24
    net commit`);
  expect(sw.stanza("BOND0")).toBe("iface BOND0\n    bond-slaves swp49 swp50");
  expect(sw.stanza("swp49")).toBe("iface swp49");
  expect(sw.stanza("bridge")).toBe(
    "iface bridge\n    bridge-ports BOND0 swp1\n    bridge-vids 10 20\n    bridge-vlan-aware yes",
  );
  expect(sw.stanza("vlan10")?.split("\n    ")).toEqual([
    "iface vlan10",
    "address 10.0.10.2/24",
    "address-virtual 00:00:00:00:1a:10 10.0.10.1/24",
    "vlan-id 10",
    "vlan-raw-device bridge",
  ]);
});

test("access and trunk ports make the bridge and its VLANs", () => {
  const sw = new TestSwitch().all(`
    net add interface swp3 bridge access 10
    net add interface swp1 bridge trunk vlan 10-20
    net commit`);
  expect(sw.stanza("swp1")).toBe("iface swp1\n    bridge-vids 10-20");
  expect(sw.stanza("swp3")).toBe("iface swp3\n    bridge-access 10");
  expect(sw.stanza("bridge")).toBe(
    "iface bridge\n    bridge-ports swp1 swp3\n    bridge-vids 10-20\n    bridge-vlan-aware yes",
  );
});

test("a static route, and then OSPF instead", () => {
  const sw = new TestSwitch().all(`
    net add routing route 20.1.1.0/24 172.16.12.2
    net commit`);
  expect(sw.routing).toEqual(["ip route 20.1.1.0/24 172.16.12.2"]);
  sw.all(`
    net del routing route 20.1.1.0/24 172.16.12.2
    net add ospf router-id 1.1.1.1
    net add interface swp2 ospf area 0
    net add interface swp2 ospf network point-to-point
    net add interface swp1 ospf area 0
    net add interface swp1 ospf passive
    net commit`);
  expect(sw.routing).toEqual([
    "interface swp1",
    " ip ospf area 0",
    " ip ospf passive",
    "interface swp2",
    " ip ospf area 0",
    " ip ospf network point-to-point",
    "router ospf",
    " ospf router-id 1.1.1.1",
  ]);
  expect(sw.effects.find((e) => e.kind === "frr-configure")).toMatchObject({
    lines: expect.arrayContaining(["no ip route 20.1.1.0/24 172.16.12.2"]),
  });
});

test("iBGP over loopbacks, then route reflectors", () => {
  const sw = new TestSwitch().all(`
    net add bgp autonomous-system 1
    net add bgp router-id 1.1.1.1
    net add bgp neighbor 2.2.2.2 remote-as 1
    net add bgp neighbor 2.2.2.2 update-source lo
    net add bgp network 10.1.1.0/24
    net commit
    net add bgp neighbor 2.2.2.2 route-reflector-client
    net commit`);
  expect(sw.routing).toEqual([
    "router bgp 1",
    " bgp router-id 1.1.1.1",
    " neighbor 2.2.2.2 remote-as 1",
    " neighbor 2.2.2.2 update-source lo",
    " address-family ipv4 unicast",
    "  network 10.1.1.0/24",
    "  neighbor 2.2.2.2 route-reflector-client",
    " exit-address-family",
  ]);
});

describe("iBGP unnumbered and an EVPN VNI", () => {
  test("router advertisements are switched on by deleting their suppression", () => {
    const sw = new TestSwitch().all(`
      net add interface swp1-2 ipv6 nd ra-interval 10
      net del interface swp1-2 ipv6 nd suppress-ra
      net commit`);
    expect(sw.routing).toEqual([
      "interface swp1",
      " ipv6 nd ra-interval 10",
      " no ipv6 nd suppress-ra",
      "interface swp2",
      " ipv6 nd ra-interval 10",
      " no ipv6 nd suppress-ra",
    ]);
    sw.all("net add interface swp1-2 ipv6 nd suppress-ra\nnet commit");
    expect(sw.frr).not.toContain("suppress-ra");
  });

  test("the spine reflects both families", () => {
    const sw = new TestSwitch(["swp1", "swp2", "swp3"]).all(`
      net add bgp autonomous-system 1
      net add bgp neighbor swp1-3 remote-as internal
      net add bgp neighbor swp1-3 route-reflector-client
      net add bgp l2vpn evpn neighbor swp1-3 activate
      net add bgp l2vpn evpn neighbor swp1-3 route-reflector-client
      net commit`);
    expect(sw.routing.filter((line) => line.includes("swp2"))).toEqual([
      " neighbor swp2 interface remote-as internal",
      "  neighbor swp2 route-reflector-client",
      "  neighbor swp2 activate",
      "  neighbor swp2 route-reflector-client",
    ]);
  });

  test("the leaf's tunnel is a port of the bridge, and spanning tree stays out of it", async () => {
    const sw = new TestSwitch(["swp1", "swp2", "swp3"]).all(`
      net add interface swp3 bridge access 10
      net commit
      net add loopback lo ip add 1.1.1.1/32
      net add vxlan vni10 vxlan id 10010
      net add vxlan vni10 bridge access 10
      net add vxlan vni10 bridge learning off
      net add vxlan vni10 vxlan local-tunnelip 1.1.1.1`);
    await expect(sw.net("net commit").stdout).toMatchFileSnapshot(golden("commit-vni"));
  });
});

test("OSPF unnumbered, and passive interfaces with their default", () => {
  const sw = new TestSwitch().all(`
    net add interface swp1-2 ip address 10.1.1.1/32
    net add ospf router-id 10.1.1.1
    net add ospf network 10.1.1.1/32 area 0
    net add interface swp1-2 ospf network point-to-point
    net add ospf passive-interface default
    net del ospf passive-interface swp1
    net commit`);
  expect(sw.routing).toEqual([
    "interface swp1",
    " ip ospf network point-to-point",
    " no ip ospf passive",
    "interface swp2",
    " ip ospf network point-to-point",
    "router ospf",
    " ospf router-id 10.1.1.1",
    " passive-interface default",
    " network 10.1.1.1/32 area 0",
  ]);
});

test("symmetric IRB: VRF, its VNI, and lists of VXLANs", () => {
  const sw = new TestSwitch().all(`
    net add vlan 40 alias VLAN for L3VNI 10040
    net add vxlan vni40 vxlan id 10040
    net add vxlan vni10,20,30,vniBLUE vxlan local-tunnelip 1.1.1.1
    net add vxlan vni40 bridge access 40
    net add vrf TENANT1 vni 10040
    net add vlan 10 vrf TENANT1
    net add vlan 40 vrf TENANT1
    net commit`);
  expect(sw.stanza("TENANT1")).toBe("iface TENANT1\n    vrf-table auto");
  expect(sw.stanza("vlan40")?.split("\n    ")).toEqual([
    "iface vlan40",
    "alias VLAN for L3VNI 10040",
    "vlan-id 40",
    "vlan-raw-device bridge",
    "vrf TENANT1",
  ]);
  expect(sw.stanza("vniBLUE")).toBe("iface vniBLUE\n    vxlan-local-tunnelip 1.1.1.1");
  expect(sw.stanza("bridge")).toContain("bridge-vids 10 40");
  expect(sw.routing).toEqual(["vrf TENANT1", " vni 10040", "exit-vrf"]);
});

test("hostname is in the three files that have it", () => {
  const sw = new TestSwitch().all("net add hostname leaf01\nnet commit");
  expect(sw.files["/etc/hostname"]).toBe("leaf01\n");
  expect(sw.files["/etc/hosts"]).toBe("127.0.0.1\tlocalhost\n127.0.1.1\tleaf01\n");
  expect(sw.frr).toMatch(/^hostname leaf01$/m);
  expect(sw.effects).toContainEqual({ kind: "hostname", name: "leaf01" });
});

describe("net del mirrors net add", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["an address", "net add interface swp1 ip address 10.0.0.1/24", "net del interface swp1 ip address 10.0.0.1/24"],
    ["all addresses", "net add interface swp1 ip address 10.0.0.1/24", "net del interface swp1 ip address"],
    ["a VLAN", "net add vlan 20", "net del vlan 20"],
    ["some ports", "net add bridge bridge ports swp5", "net del bridge bridge ports swp5"],
    ["a neighbour", "net add bgp neighbor swp2 remote-as external", "net del bgp neighbor swp2"],
    ["a network", "net add bgp network 10.9.0.0/16", "net del bgp network 10.9.0.0/16"],
    ["a VRF's router", "net add bgp vrf RED autonomous-system 7", "net del bgp vrf RED autonomous-system 7"],
    ["a route map", "net add routing route-map R2 permit 10 set metric 5", "net del routing route-map R2"],
    ["a bond", "net add bond B1 bond mode 802.3ad", "net del bond B1"],
    ["OSPF", "net add ospf router-id 9.9.9.9", "net del ospf"],
  ];
  const ground = `
    net add bgp autonomous-system 65000
    net add bgp neighbor swp1 remote-as external
    net add bgp network 10.1.0.0/16
    net add interface swp1-2
    net add interface swp5
    net add vlan 10
    net add bridge bridge ports swp3
    net commit`;
  test.each(cases)("%s", (_what, add, del) => {
    const sw = new TestSwitch().all(ground);
    const before = sw.files;
    sw.all(`${add}\nnet commit`);
    expect(sw.files).not.toEqual(before);
    sw.all(`${del}\nnet commit`);
    expect(sw.files).toEqual(before);
  });
});
