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
