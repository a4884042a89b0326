// Nodes, daemons and services are ended and started again; what they saved is there, their links come back.

import { expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const lab = (steps: string): string => `name: control
topology:
  nodes:
    r1:
      kind: frr
      interfaces: { lo: { ipv4: 10.255.0.1/32 }, eth1: { ipv4: 10.0.0.1/30 } }
      frr: |
        ip route 192.0.2.0/24 10.0.0.2
        router ospf
         network 10.0.0.0/30 area 0
        interface eth1
         ip ospf network point-to-point
         ip ospf hello-interval 1
         ip ospf dead-interval 4
    r2:
      kind: frr
      interfaces: { lo: { ipv4: 10.255.0.2/32 }, eth1: { ipv4: 10.0.0.2/30 } }
      routes: [{ to: 198.51.100.0/24, via: 10.0.0.1 }]
      services: { web: { run: "perl -MIO::Socket::INET -e 'my $listener = IO::Socket::INET->new(LocalPort=>8080,Listen=>5,ReuseAddr=>1) or die; sleep 1 while 1'", restart: always } }
      frr: |
        router ospf
         network 10.0.0.0/30 area 0
         network 10.255.0.2/32 area 0
        interface eth1
         ip ospf network point-to-point
         ip ospf hello-interval 1
         ip ospf dead-interval 4
  links:
    - endpoints: [r1:eth1, r2:eth1]
tests:
${steps}`;

/** What `labctl test` printed and how it ended; the print-out is what one wants to see when it did not pass. */
async function runTests(steps: string): Promise<{ code: number; said: string }> {
  labctl.write("control.yml", lab(steps));
  const { code, stdout, stderr } = await labctl.run("test", "control.yml");
  return { code, said: stdout + stderr };
}

const allPassed = { code: 0, said: expect.stringMatching(/^\d+ passed in/m) as string };

test("a daemon: killed, its routes go; started, they come back", async () => {
  const steps = `
  - route: { on: r1, prefix: 10.255.0.2/32, protocol: ospf }
    within: 30s
  - kill: r1/ospfd
  - daemon: { on: r1, name: ospfd, running: false }
  - route: { on: r1, prefix: 10.255.0.2/32 }
    expect: fail
    for: 1s
  - start: r1/ospfd
  - daemon: { on: r1, name: ospfd, running: true }
  - route: { on: r1, prefix: 10.255.0.2/32, protocol: ospf }
    within: 30s
`;
  expect(await runTests(steps)).toMatchObject(allPassed);
});

test("a node: stopped, its neighbour sees no carrier; started, it has its links, routes and saved configuration", async () => {
  const steps = `
  - exec: { on: r2, run: [ping, -c1, -W1, 10.0.0.1] }
  - configure: { on: r2, frr: ["ip route 203.0.113.0/24 blackhole"] }
  - save: r2
  - stop: r2
  - exec: { on: r1, run: [cat, /sys/class/net/eth1/carrier], stdout: { contains: "0" } }
  - route: { on: r1, prefix: 192.0.2.0/24 }
    expect: fail
    for: 1s
  - start: r2
  - ping: { from: r1, to: 10.0.0.2 }
  - route: { on: r2, prefix: 198.51.100.0/24, via: 10.0.0.1 }
  - route: { on: r2, prefix: 203.0.113.0/24, protocol: static }
  - process: { on: r2, name: perl, running: true }
  - route: { on: r1, prefix: 10.255.0.2/32, protocol: ospf }
    within: 30s
`;
  expect(await runTests(steps)).toMatchObject(allPassed);
});

test("a service: stopped, it stays ended although it restarts by itself; killed by itself, it comes back", async () => {
  const steps = `
  - listen: { on: r2, port: 8080 }
  - exec: { on: r2, run: [pkill, perl] }
  - listen: { on: r2, port: 8080 }
  - stop: r2/web
  - listen: { on: r2, port: 8080 }
    expect: fail
    for: 2s
  - start: r2/web
  - listen: { on: r2, port: 8080 }
`;
  expect(await runTests(steps)).toMatchObject(allPassed);
});
