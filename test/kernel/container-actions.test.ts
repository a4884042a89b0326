// Containers and networks by the actions of a test, and a node with containers that is switched off and on.

import { expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const lab = `
name: acts
topology:
  nodes:
    dk: { kind: host, networks: { docker0: {} }, containers: { c1: { networks: [docker0], restart: always } } }
    rt: { kind: host }
  links: [{ endpoints: ["dk:eth0", "rt:eth0"] }]
tests:
  - container: { run: { on: dk, name: c9, networks: { docker0: 172.17.0.9 }, cmd: sleep 1000, init: true } }
  - ping: { from: dk/c1, to: 172.17.0.9 }
  - network: { create: { on: dk, name: back, subnet: 10.7.0.0/24 } }
  - network: { connect: dk/c9, to: back, address: 10.7.0.9 }
  - exec: { on: dk/c9, run: ip -br addr show dev eth1, stdout: 10.7.0.9/24 }
  - network: { disconnect: dk/c9, from: back }
  - network: { remove: dk/back }
  - run: { on: dk, shell: "ip link add name brx type bridge && ip addr add 192.168.200.1/24 dev brx && ip link set brx up" }
  - plug: { endpoints: ["dk/c9:eth1", "dk:veth-host"], ipv4: 192.168.200.101/24, bridge: brx, gateway: 192.168.200.1 }
  - ping: { from: dk, to: 192.168.200.101 }
  - unplug: dk/c9:eth1
  - kill: dk/c9
  - containers: { on: dk, engine: docker, running: [c1], stopped: [c9] }
  - start: dk/c9
  - run: { on: dk/c9, run: echo here, stdout: { equals: here } }
  - process: { on: dk/c9, name: sleep, count: 1 }
  - process: { on: dk/c1, name: sleep, running: false }
  - container: { run: { on: dk, name: c8, networks: [docker0], ports: ["80:80"] } }
  - container: { run: { on: dk, name: c7, networks: [docker0], ports: ["80:80"] }, refused: port 80/tcp of dk is in use already }
  - container: { remove: dk/c9 }
  - network: { create: { on: dk, name: back, subnet: 10.7.0.0/24 } }
  - container: { run: { on: dk, name: c6, networks: { back: { address: 10.7.0.6, mac: "02:00:5e:00:00:06" } }, restart: always } }
  - run: { on: dk, run: ip link set dev eth0 master docker0 }
  - run: { on: dk/c1, run: touch /srv/own }
  - container: { down: dk/c1 }
  - container: { up: dk/c1 }
  - file: { on: dk/c1, path: /srv/own, exists: false }
  - restart: dk
  - ping: { from: dk, to: dk/c1 }
  - ping: { from: dk, to: 10.7.0.6 }
  - interface: { on: dk/c6, name: eth0, mac: "02:00:5e:00:00:06" }
  - exec: { on: dk, run: docker ps -a, stdout: { matches: "Exited .137. .* c8$" } }
  - interface: { on: dk, name: eth0, master: docker0 }
    expect: fail
    within: 0
`;

test("run, connect, plug, kill, start, remove, and the node's own restart", async () => {
  labctl.write("acts.yml", lab);
  const tested = await labctl.run("test", "acts.yml");
  expect(tested.stdout).toContain("33 passed");
  expect(tested.code).toBe(0);
});

test("a question to a container that does not run is an error, neither yes nor no", async () => {
  const [head = ""] = lab.split("tests:");
  const steps = "tests:\n  - stop: dk/c1\n  - exec: { on: dk/c1, run: 'true' }\n    expect: fail\n    within: 0\n";
  labctl.write("acts.yml", `${head}${steps}`);
  const tested = await labctl.run("test", "acts.yml");
  expect(tested.code).not.toBe(0);
  expect(tested.stdout).toContain("the container dk/c1 does not run");
});

test("stop says whether SIGTERM or SIGKILL ended a container or a service", async () => {
  labctl.write(
    "stops.yml",
    `
name: stops
topology:
  nodes:
    dk:
      kind: host
      services: { polite: 'sh -c "trap \\"exit 7\\" TERM; while :; do sleep 0.1; done"' }
      containers:
        asked: { cmd: sleep 1000, init: true }
        deaf: { cmd: sleep 1000, stop-grace: 200ms }
tests:
  - stop: dk/asked
  - stop: dk/asked
  - restart: dk/deaf
  - stop: dk/docker
  - stop: dk/polite
  - restart: dk
`,
  );
  expect((await labctl.run("deploy", "stops.yml")).code).toBe(0);
  const deafEnded = "did not end within 0.2 s of SIGTERM: SIGKILL ended it (exit 137)";
  const stopped = await labctl.run("container", "stop", "dk/deaf", "dk/asked");
  expect(stopped.stdout).toBe(`dk/deaf ${deafEnded}\ndk/asked ended when asked to (exit 143)\n`);
  await labctl.run("container", "start", "dk/deaf", "dk/asked");
  const { code, stdout } = await labctl.run("test", "stops.yml");
  const saw = stdout.split("\n").flatMap((line) => / m?s {2}(.*)$/.exec(line)?.[1] ?? []);
  expect(saw).toEqual([
    ...[
      "ended when asked to (exit 143)",
      "it did not run",
      `${deafEnded}; started anew`,
      `ended; dk/deaf ${deafEnded}`,
    ],
    ...["ended when asked to (exit 7)", "started anew"],
  ]);
  expect(code).toBe(0);
});

test("a command that ends well and prints something else than it must is a failure", async () => {
  const [head = ""] = lab.split("tests:");
  labctl.write("acts.yml", `${head}tests:\n  - run: { on: dk, run: echo here, stdout: { equals: there } }\n`);
  const tested = await labctl.run("test", "acts.yml");
  expect(tested.code).toBe(1);
  expect(tested.stdout).toContain('stdout line 1: wanted "there", got "here"');
});
