// Knows: a few labs, put together without a lab file, that tests of the plan and of the drawings share.
// Refuses to know: what is made of them.

import type { Lab } from "../../src/model/lab.ts";
import { buildLab } from "./lab-builder.ts";

/** A server and its top-of-rack switch, BGP over an unnumbered link. */
export function bgpUnnumbered(): Lab {
  return buildLab({
    name: "bgp-unnumbered",
    summary: "A server and its ToR switch exchange loopbacks over an unnumbered link",
    nodes: {
      coreos: {
        kind: "frr",
        addresses: { lo: ["2.2.2.2/32"] },
        frr: [
          "router bgp 65001",
          " neighbor TOR peer-group",
          " neighbor TOR remote-as external",
          " neighbor ens3 interface peer-group TOR",
          " no bgp ebgp-requires-policy",
          " address-family ipv4 unicast",
          "  network 2.2.2.2/32",
        ].join("\n"),
      },
      tor: {
        kind: "cumulus",
        addresses: { lo: ["1.1.1.1/32"] },
        frr: [
          "router bgp 65000",
          " neighbor swp1 interface remote-as external",
          " address-family ipv4 unicast",
          "  network 1.1.1.1/32",
        ].join("\n"),
      },
    },
    links: ["coreos:ens3 tor:swp1"],
  });
}

/** Every kind of step there is: a LAN, routes of both families, files, a firewall, a service, commands, awkward quoting. */
export function everyStep(): Lab {
  return buildLab({
    name: "every-step",
    summary: "Two hosts and a router on one LAN",
    nodes: {
      web: {
        addresses: { eth0: ["192.168.1.10/24", "2001:db8::10/64"] },
        routes: [
          { to: "0.0.0.0/0", via: "192.168.1.1" },
          { to: "::/0", via: "2001:db8::1", metric: 50 },
        ],
        sysctls: { "net.ipv4.tcp_keepalive_time": "60", "net.ipv4.ip_forward": "1" },
        env: { GREETING: "it's here" },
        files: { "/srv/www/index.html": "<h1>It's up, $HOME stays as written</h1>\n", "/etc/motd": "no newline" },
        services: [{ name: "http", argv: ["python3", "-m", "http.server", "--directory", "/srv/www", "80"] }],
        exec: [["sh", "-c", 'echo "$GREETING" >/var/tmp/greeting']],
        nft: "table inet filter {\n  chain input { type filter hook input priority 0; policy accept; }\n}\n",
      },
      client: {
        addresses: { eth0: ["192.168.1.20/24"] },
        routes: [{ to: "10.0.0.0/8", via: "192.168.1.1", dev: "eth0", metric: 7 }],
        nft: "table inet filter {\n}\n",
      },
      router: {
        kind: "frr",
        daemons: ["zebra", "staticd"],
        addresses: { lo: ["10.0.0.1/32"], "eth1.10": ["192.168.1.1/24", "2001:db8::1/64"] },
        frr: "ip route 10.9.0.0/16 blackhole\n",
      },
      lan1: { kind: "bridge", implicit: true },
    },
    links: ["web:eth0 lan1:web", "client:eth0 lan1:client", { ends: "router:eth1.10 lan1:router", mtu: 1400 }],
  });
}

/** Two spines, four leaves with a host each: a network with layers. */
export function leafSpine(): Lab {
  const numbers = [1, 2, 3, 4];
  return buildLab({
    name: "leaf-spine",
    summary: "Two spines, four leaves",
    nodes: {
      spine1: { kind: "cumulus", addresses: { lo: ["10.0.0.1/32"] } },
      spine2: { kind: "cumulus", addresses: { lo: ["10.0.0.2/32"] } },
      ...Object.fromEntries(
        numbers.flatMap((n) => [
          [`leaf${n}`, { kind: "frr" as const, addresses: { lo: [`10.0.1.${n}/32`], eth9: [`192.168.${n}.1/24`] } }],
          [`host${n}`, { addresses: { eth0: [`192.168.${n}.2/24`] } }],
        ]),
      ),
    },
    links: numbers.flatMap((n) => [
      `leaf${n}:eth1 spine1:swp${n}`,
      `leaf${n}:eth2 spine2:swp${n}`,
      `leaf${n}:eth9 host${n}:eth0`,
    ]),
  });
}

/** Four routers in a ring, two of them with a second link: a network without layers. */
export function square(): Lab {
  return buildLab({
    name: "square",
    nodes: {
      r1: {
        kind: "frr",
        addresses: { lo: ["10.0.0.1/32"], eth1: ["10.1.2.1/30", "2001:db8:12::1/64"], eth2: ["10.1.3.1/30"] },
      },
      r2: { kind: "frr", addresses: { eth1: ["10.1.2.2/30", "2001:db8:12::2/64"], eth2: ["10.2.4.1/30"] } },
      r3: { kind: "frr", addresses: { eth1: ["10.1.3.2/30"], eth2: ["10.3.4.1/30"] } },
      r4: { kind: "frr", addresses: { eth1: ["10.2.4.2/30"], eth2: ["10.3.4.2/30"] } },
    },
    links: ["r1:eth1 r2:eth1", "r1:eth2 r3:eth1", "r2:eth2 r4:eth1", "r3:eth2 r4:eth2", "r1:eth7 r2:eth7"],
  });
}
