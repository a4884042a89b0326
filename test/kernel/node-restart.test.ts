// A node's restart is a machine's reboot: what its configuration says is there again, and what was done by hand is gone.

import { expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const lab = `name: reboot
topology:
  nodes:
    host:
      kind: host
      interfaces:
        lo: { ipv4: 10.255.0.1/32 }
        eth0: { ipv4: 192.0.2.1/24, ipv6: "2001:db8::1/64" }
        eth1: { mtu: 1400 }
      routes: [198.51.100.0/24 via 192.0.2.2, "2001:db8:1::/48 via 2001:db8::2"]
      sysctls: { net.ipv4.ip_default_ttl: 33, net.ipv6.conf.eth0.hop_limit: 44 }
      nft: |
        table inet own {
          chain input {
            type filter hook input priority 0; policy accept;
            tcp dport 7 drop
          }
        }
      exec: [ip rule add fwmark 7 table 77 priority 7000, ip route add blackhole default table 77]
    router:
      kind: frr
      interfaces: { eth0: { ipv4: 192.0.2.2/24, ipv6: "2001:db8::2/64" } }
      frr: ip route 203.0.113.0/24 192.0.2.1
    dk:
      kind: host
      networks: { docker0: {}, front: { bridge: br0, uplink: eth0 } }
      containers: { web: { networks: [docker0], ports: ["8080:80"] } }
    other: { kind: host, files: { /root/heard: "" } }
    lan: { kind: bridge }
  links:
    - endpoints: [host:eth0, router:eth0]
    - endpoints: [host:eth1, other:eth1]
    - endpoints: [{ node: dk, interface: eth0, ipv4: 10.1.0.1/24 }, lan:p1]
    - endpoints: [{ node: other, interface: eth0, ipv4: 10.1.0.2/24 }, lan:p2]
hooks:
  - { event: link.down, on: other, match: { node: host, interface: eth1 }, shell: echo down >> /root/heard }
  - { event: link.up, on: other, match: { node: host, interface: eth1 }, shell: echo up >> /root/heard }
tests:
  - route: { on: router, prefix: 203.0.113.0/24, protocol: static }
    within: 30s
`;

/** Each `ip -json` prints one line. */
const asked = `
ip -json -details link
ip -json address
ip -json -4 route show table all
ip -json -6 route show table all
for family in -4 -6; do ip $family rule; done
nft --stateless list ruleset 2>/dev/null
iptables-save | grep -v '^#' | sed 's/\\[.*\\]//'
tc qdisc show | grep -v veth | sort
cd /proc/sys/net
grep -r . ipv4 ipv6 core netfilter 2>/dev/null | grep -vE '/veth|stable_secret|fastopen_key|nf_conntrack_count' | sort
`;

/** What changes by itself: numbers, timers, and the state of a link, which the kernel tells up to a second late. */
const fleeting =
  /^(operstate|ifindex|nhid|link_index|link_netnsid|linkinfo|stats64?|flags|valid_life_time|preferred_life_time|pref)$/;

/** All that a network namespace holds, in an order of its own; a container's cable has another name each time. */
async function holdingOf(node: string): Promise<string> {
  const said = await inside(node, asked);
  return said
    .split("\n")
    .flatMap((line) => {
      if (!line.startsWith("[")) return [line];
      const rows = JSON.parse(line) as readonly { readonly ifname?: string; readonly dev?: string }[];
      return rows
        .filter(({ ifname, dev }) => !(ifname ?? dev ?? "").startsWith("veth"))
        .map((row) => JSON.stringify(row, (key, value: unknown) => (fleeting.test(key) ? undefined : value)))
        .toSorted();
    })
    .join("\n");
}

async function inside(node: string, script: string): Promise<string> {
  const { code, stdout, stderr } = await labctl.run("exec", node, "sh", "-c", script);
  expect(`${node}: exit ${code} ${stderr}`).toBe(`${node}: exit 0 `);
  return stdout;
}

/** What `labctl test` printed of steps that did not all pass; nothing when they did. */
async function complaintsOf(steps: string): Promise<string> {
  labctl.write("reboot.yml", `${lab}${steps}`);
  const { code, stdout, stderr } = await labctl.run("test", "reboot.yml");
  return code === 0 ? "" : stdout + stderr;
}

const byHand: Readonly<Record<string, string>> = {
  host: `
    ip link add name brx type bridge; ip link set eth1 master brx; ip link set brx up
    ip link set eth0 mtu 1300; ip link set eth1 address 02:00:00:00:00:77; ip address add 5.5.5.5/32 dev lo
    ip address add 192.0.2.77/24 dev eth0; ip address delete 2001:db8::1/64 dev eth0
    ip route add 203.0.113.0/24 via 192.0.2.2; ip route delete 198.51.100.0/24; ip route add 9.9.9.0/24 via 192.0.2.2 table 9
    ip rule add from 1.2.3.4 table 9; ip -6 rule add from 2001:db8:9::/48 table 9; ip rule delete priority 7000
    nft add table inet hand; nft delete table inet own; iptables -t nat -A POSTROUTING -j MASQUERADE; iptables -P INPUT DROP
    tc qdisc add dev eth0 root tbf rate 1mbit burst 5k latency 50ms
    echo 9 > /proc/sys/net/ipv4/ip_default_ttl; echo 1 > /proc/sys/net/ipv4/ip_forward
    echo 1 > /proc/sys/net/ipv4/conf/eth0/proxy_arp`,
  router:
    "ip route add 9.9.9.0/24 via 192.0.2.1; ip address add 192.0.2.88/24 dev eth0; ip rule add from 8.8.8.8 table 8",
  dk: `
    iptables -F; iptables -t nat -F; ip link add name brx type bridge; ip link set eth0 nomaster; ip link set docker0 down
    ip route add 9.9.9.0/24 dev br0; echo 0 > /proc/sys/net/ipv4/ip_forward`,
  lan: "ip link set br0 mtu 1300; ip link add name brx type bridge; ip link set p1 master brx",
};

test("its network namespace holds what its configuration says, before and after, and the neighbours keep their links", async () => {
  labctl.write("reboot.yml", lab);
  expect((await labctl.run("deploy", "reboot.yml")).code).toBe(0);
  const settled = `
  - route: { on: router, prefix: 203.0.113.0/24, protocol: static }
  - ping: { from: host, to: 192.0.2.2 }
  - ping: { from: router, to: "2001:db8::1" }
  - ping: { from: other, to: 10.1.0.1 }
`;
  expect(await complaintsOf(settled)).toBe("");
  for (const [node, script] of Object.entries(byHand)) {
    const before = await holdingOf(node);
    expect(before).toContain("ip_forward");
    await inside(node, script);
    expect(await holdingOf(node)).not.toBe(before);
    expect(await complaintsOf(`  - restart: ${node}\n${settled}`)).toBe("");
    expect(await holdingOf(node)).toBe(before);
  }
});

test("while it is off it has its cables and nothing else; its links are watched before and after; starting what runs is nothing", async () => {
  const steps = `
  - stop: host
  - interface: { on: other, name: eth1, state: down }
  - exec: { on: host, run: ip -br address, stdout: { matches: "^lo +DOWN *\\n(eth[01]@\\\\S+ +DOWN *\\n){2}$" } }
  - start: host
  - interface: { on: other, name: eth1, state: up }
  - file: { on: other, path: /root/heard, contains: "down\\nup\\n" }
  - link: { down: host:eth1 }
  - file: { on: other, path: /root/heard, contains: "down\\nup\\ndown\\n" }
  - link: { up: host:eth1 }
  - start: host
  - start: lan
  - ping: { from: other, to: 10.1.0.1 }
`;
  expect(await complaintsOf(steps.slice(1))).toBe("");
});
