// FRR in a container: whose routes stay when it is stopped, killed or ended in order, and what it needs to run at all.

import { expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const labOf = (name: string, container: string): string => `
name: ${name}
topology:
  nodes:
    rt: { kind: host }
    dk:
      kind: host
      containers:
        frr01:
          kind: frr
          network-mode: host
          ${container}
          frr: |
            ip route 8.8.8.8/32 192.168.0.1
  links:
    - endpoints: [ { node: rt, interface: eth0, ipv4: 192.168.0.1/24 }, { node: dk, interface: eth0, ipv4: 192.168.0.2/24 } ]
`;
const deploy = async (name: string, container: string): Promise<string> => {
  labctl.write(`${name}.yml`, labOf(name, container));
  const deployed = await labctl.run("deploy", `${name}.yml`);
  expect(deployed).toMatchObject({ code: 0 });
  return deployed.stderr;
};
const hasRoute = async (): Promise<boolean> =>
  (await labctl.run("exec", "dk", "ip", "route", "show", "8.8.8.8")).stdout.includes("via 192.168.0.1");
const until = async (what: () => Promise<boolean>, withinMs = 10_000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await what())) if (performance.now() > deadline) throw new Error("it did not happen in time");
};
const inHost = "init: true\n          cap-add: [NET_ADMIN, SYS_ADMIN]";

test("stop and kill leave its routes behind; the next start takes them over", async () => {
  await deploy("stale", inHost);
  await until(hasRoute);
  expect((await labctl.run("container", "stop", "dk/frr01")).code).toBe(0);
  expect((await labctl.run("exec", "dk", "pgrep", "zebra")).code).toBe(1);
  expect(await hasRoute()).toBe(true);
  expect((await labctl.run("exec", "dk", "ip", "route", "del", "8.8.8.8/32")).code).toBe(0);
  expect((await labctl.run("container", "start", "dk/frr01")).code).toBe(0);
  await until(hasRoute);
  expect((await labctl.run("container", "kill", "dk/frr01")).code).toBe(0);
  expect(await hasRoute()).toBe(true);
});

test("without an init the first process ignores SIGTERM: the whole grace goes by, and the routes stay", async () => {
  await deploy("deaf", "cap-add: [NET_ADMIN, SYS_ADMIN]\n          stop-grace: 700ms");
  await until(hasRoute);
  const startedAt = performance.now();
  expect((await labctl.run("container", "stop", "dk/frr01")).code).toBe(0);
  expect(performance.now() - startedAt).toBeGreaterThan(700);
  expect(await hasRoute()).toBe(true);
});

test("SIGTERM to zebra itself removes them, and so does nspawn's orderly end", async () => {
  await deploy("clean", inHost);
  await until(hasRoute);
  expect((await labctl.run("exec", "dk/frr01", "pkill", "-TERM", "zebra")).code).toBe(0);
  await until(async () => !(await hasRoute()));
  await labctl.run("destroy");
  await deploy("orderly", "engine: nspawn\n          cap-add: [NET_ADMIN]");
  await until(hasRoute);
  expect((await labctl.run("exec", "dk", "--", "docker", "ps", "-a")).stdout).toMatch(/^CONTAINER ID.*\n$/);
  expect((await labctl.run("container", "stop", "dk/docker")).code).toBe(0);
  expect(await hasRoute()).toBe(true);
  expect((await labctl.run("vtysh", "dk/frr01", "-c", "show version")).code).toBe(0);
  expect((await labctl.run("container", "stop", "dk/frr01")).code).toBe(0);
  expect(await hasRoute()).toBe(false);
});

test("zebra needs NET_ADMIN and SYS_ADMIN: without them the container runs, and the log says why it does not", async () => {
  const said = await deploy("caps", "init: true\n          cap-add: [NET_ADMIN]");
  expect(said).toMatch(/zebra.* did not start in dk\/frr01|lacks SYS_ADMIN/);
  expect((await labctl.run("container", "ls")).stdout).toMatch(/dk\/frr01.*running/);
  expect(await hasRoute()).toBe(false);
  expect((await labctl.run("logs", "dk/frr01")).stdout).toContain("cap_set_proc failed");
});

test("what it wrote is in its volume after it was removed, and a written configuration survives a restart", async () => {
  await deploy("kept", `${inHost}\n          volumes: ["conf:/etc/frr"]`);
  const configured = [
    "-c",
    "configure terminal",
    "-c",
    "ip route 203.0.113.0/24 192.168.0.1",
    "-c",
    "end",
    "-c",
    "write",
  ];
  expect((await labctl.run("vtysh", "dk/frr01", ...configured)).code).toBe(0);
  expect((await labctl.run("container", "restart", "dk/frr01")).code).toBe(0);
  const running = await labctl.run("vtysh", "dk/frr01", "-c", "show running-config");
  expect(running.stdout).toContain("ip route 203.0.113.0/24 192.168.0.1");
});

test("a line FRR refuses fails the deploy at the line of the lab file", async () => {
  labctl.write("wrong.yml", labOf("wrong", inHost).replace("ip route 8.8.8.8/32 192.168.0.1", "ip rout 8.8.8.8/32"));
  const deployed = await labctl.run("deploy", "wrong.yml");
  expect(deployed.code).toBe(4);
  expect(deployed.stderr).toMatch(/wrong\.yml:15:.*\n?.*ip rout 8\.8\.8\.8\/32|ip rout 8\.8\.8\.8\/32/);
  expect(deployed.stderr).toContain("wrong.yml:15");
});

test("hooks of the lab file run during the deploy and afterwards; links are heard of, too", async () => {
  labctl.write(
    "hooked.yml",
    `
name: hooked
topology:
  nodes:
    rt: { kind: host, exec: ["true"] }
    dk:
      kind: host
      networks: { back: { subnet: 10.1.0.0/24, labels: { tenant: blue } } }
      containers: { web: { networks: { back: 10.1.0.9 }, labels: { global_ip: 192.0.2.9 } } }
  links: [{ endpoints: ["rt:eth0", "dk:eth0"] }]
hooks:
  - { event: network.create, on: rt, shell: "echo net \${network} \${subnet} \${label.tenant} >> /tmp/heard" }
  - { event: container.start, on: rt, match: { container: web }, shell: "echo \${address} \${label.global_ip} >> /tmp/heard" }
  - { event: link.down, on: rt, match: { node: dk }, shell: "echo down \${interface} >> /tmp/heard" }
`,
  );
  expect(await labctl.run("deploy", "hooked.yml")).toMatchObject({ code: 0 });
  const heard = async (): Promise<string> => (await labctl.run("exec", "rt", "cat", "/tmp/heard")).stdout;
  expect(await heard()).toBe("net back 10.1.0.0/24 blue\n10.1.0.9 192.0.2.9\n");
  await labctl.run("exec", "dk", "ip", "link", "set", "eth0", "down");
  await until(async () => (await heard()).includes("down eth0"));
  const events = await labctl.run("events", "--all", "--no-follow");
  const names = events.stdout
    .trim()
    .split("\n")
    .map((text) => (JSON.parse(text) as { event: string }).event);
  expect(names.filter((name) => !name.startsWith("link.")).slice(0, 4)).toEqual([
    "network.create",
    "container.create",
    "network.connect",
    "container.start",
  ]);
  expect(names).toContain("link.down");
});
