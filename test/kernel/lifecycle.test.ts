// A lab comes up, is what the file says, and goes without a trace; the host is the same before and after.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { processesWith } from "../helpers/host-snapshot.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";
import { lanOfHosts, twoRouters } from "../helpers/sample-labs.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const deploy = async (name: string, text: string): Promise<void> => {
  labctl.write(`${name}.yml`, text);
  expect(await labctl.run("deploy", `${name}.yml`)).toMatchObject({ code: 0 });
};
const inNode = async (node: string, ...argv: string[]): Promise<string> =>
  (await labctl.run("exec", node, ...argv)).stdout;

describe("a running lab", () => {
  test("is what the file says: names, addresses, links, routes", async () => {
    await deploy("pair", twoRouters("pair"));
    const sandbox = await labctl.runWith("ip netns\n", "shell");
    expect(sandbox.stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(
      expect.arrayContaining(["r1", "r2", "h1"]),
    );
    expect(await inNode("h1", "ip", "-br", "addr", "show", "dev", "eth0")).toMatch(
      /^eth0@\S+\s+UP\s+192\.168\.7\.2\/24/,
    );
    expect(await inNode("h1", "ip", "route", "show", "default")).toMatch(/^default via 192\.168\.7\.1 dev eth0/);
    expect(await inNode("h1", "ping", "-c1", "-W2", "10.255.0.2")).toContain("1 received");
  });

  test("has routers with namespaces and files of their own", async () => {
    await deploy("own", twoRouters("own"));
    expect(await inNode("r1", "hostname")).toBe("r1\n");
    expect(await inNode("r1", "cat", "/etc/hostname")).toBe("r1\n");
    const processes = await inNode("r1", "ps", "-e", "-o", "comm=");
    expect(processes.split("\n").map((line) => line.trim())).toEqual(
      expect.arrayContaining(["zebra", "staticd", "bgpd"]),
    );
    expect(processes.match(/bgpd/g)).toHaveLength(1);
    expect(
      (await labctl.run("exec", "r1", "touch", "/etc/made-in-the-lab", "/usr/made-in-the-lab", "/made-in-the-lab"))
        .code,
    ).toBe(0);
    expect(existsSync("/etc/made-in-the-lab")).toBe(false);
    expect((await labctl.run("exec", "r2", "ls", "/etc/made-in-the-lab")).code).toBe(2);
  });

  test("writes to a folder of the machine where the lab file says rw, and nowhere else", async () => {
    const folder = join(labctl.dir, "shared");
    mkdirSync(folder);
    const binds = `["${folder}:/data:rw", "${folder}:/seen:ro"]`;
    await deploy("binds", `name: binds\ntopology: { nodes: { a: { kind: host, binds: ${binds} } } }\n`);
    expect(await labctl.run("exec", "a", "touch", "/data/written")).toMatchObject({ code: 0 });
    expect((await labctl.run("exec", "a", "touch", "/seen/not-written")).stderr).toContain("Read-only file system");
    expect(readdirSync(folder)).toEqual(["written"]);
  });

  test("shows a folder with the file systems mounted in it, which can only be read", async () => {
    // Every machine has some below /sys; and an ordinary user may mount none for a test.
    const binds = '["/sys:/seen:ro", "/sys:/data:rw"]';
    await deploy("deep", `name: deep\ntopology: { nodes: { a: { kind: host, binds: ${binds} } } }\n`);
    const below = readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .flatMap((line) => line.split(" ")[4] ?? []);
    const first = below.find((point) => point.startsWith("/sys/"));
    if (first === undefined) throw new Error("this machine has nothing mounted below /sys");
    const mounts = await inNode("a", "cat", "/proc/self/mountinfo");
    for (const at of ["/seen", first.replace("/sys", "/seen"), first.replace("/sys", "/data")]) {
      expect(mounts).toMatch(new RegExp(` ${at} ro,`));
    }
  });

  test("copies a folder with its links, and what leads out of it as what it leads to", async () => {
    const folder = join(labctl.dir, "tree");
    mkdirSync(join(folder, "sub"), { recursive: true });
    writeFileSync(join(labctl.dir, "common"), "shared by all\n");
    const links = { dangling: "nowhere", within: "sub", whole: "../tree", out: "../common" };
    for (const [name, says] of Object.entries(links)) symlinkSync(says, join(folder, name));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await deploy("tree", `name: tree\ntopology: { nodes: { a: { kind: host, binds: ["${folder}:/tree"] } } }\n`);
    const seen = await inNode("a", "find", "/tree", "-mindepth", "1", "-printf", "%P %y %l\n");
    expect(
      seen
        .trimEnd()
        .split("\n")
        .map((line) => line.trim())
        .toSorted(),
    ).toEqual(["dangling l nowhere", "out f", "sub d", "whole l ../tree", "within l sub"]);
    expect(await inNode("a", "cat", "/tree/out")).toBe("shared by all\n");
  });

  test("takes vtysh and write as a router does", async () => {
    await deploy("write", twoRouters("write"));
    const configured = await labctl.run(
      "vtysh",
      "r1",
      "-c",
      "configure terminal",
      "-c",
      "ip route 203.0.113.0/24 blackhole",
      "-c",
      "end",
    );
    expect(configured).toMatchObject({ code: 0 });
    expect((await labctl.run("vtysh", "r1", "-c", "write")).stdout).toContain("[OK]");
    expect(await inNode("r1", "grep", "-c", "203.0.113.0/24", "/etc/frr/frr.conf")).toBe("1\n");
    expect(await inNode("r2", "grep", "-c", "203.0.113.0/24", "/etc/frr/frr.conf")).toBe("0\n");
  });

  test("labctl save lets the routers write, all or those named, and says which cannot", async () => {
    await deploy("save", twoRouters("save"));
    const blackhole = ["-c", "configure terminal", "-c", "ip route 203.0.113.0/24 blackhole"];
    for (const router of ["r1", "r2"]) expect((await labctl.run("vtysh", router, ...blackhole)).code).toBe(0);
    const written = async (router: string): Promise<string> =>
      (await inNode(router, "grep", "-c", "203.0.113.0/24", "/etc/frr/frr.conf")).trim();
    expect(await labctl.run("save", "r2")).toMatchObject({ code: 0, stdout: "r2 saved\n" });
    expect([await written("r1"), await written("r2")]).toEqual(["0", "1"]);
    expect(JSON.parse((await labctl.run("save", "--json")).stdout)).toEqual([
      { node: "r1", saved: true },
      { node: "r2", saved: true },
    ]);
    expect(await written("r1")).toBe("1");
    expect(await labctl.run("save", "h1")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("routers: r1, r2"),
    });
    expect(await labctl.run("save", "r3")).toMatchObject({ code: 2, stderr: expect.stringContaining('no node "r3"') });
    await inNode("r1", "sh", "-c", "rm -r /etc/frr && : > /etc/frr");
    const failed = await labctl.run("save");
    expect(failed).toMatchObject({ code: 4, stderr: expect.stringContaining("not saved: r1") });
  });

  test("hands on exit codes, arguments and signals", async () => {
    await deploy("codes", lanOfHosts("codes"));
    expect((await labctl.run("exec", "h1", "sh", "-c", "exit 7")).code).toBe(7);
    expect((await labctl.run("exec", "h1", "no-such-program")).code).toBe(127);
    expect(await inNode("h1", "printf", "%s|", "a b", "$HOME", "'", "--json")).toBe("a b|$HOME|'|--json|");
  });

  test("is refused a second time, unless asked to be made anew", async () => {
    await deploy("twice", lanOfHosts("twice"));
    const again = await labctl.run("deploy", "twice.yml");
    expect(again.code).toBe(5);
    expect(again.stderr).toContain("--reconfigure");
    expect((await labctl.run("deploy", "--reconfigure", "twice.yml")).code).toBe(0);
    expect(await inNode("h1", "ping", "-c1", "-W2", "10.1.1.3")).toContain("1 received");
  });

  test("does not see another lab of the same addresses", async () => {
    await deploy("one", lanOfHosts("one", 3));
    await deploy("two", lanOfHosts("two", 4));
    expect((await labctl.run("exec", "--lab", "one", "h1", "ping", "-c1", "-W1", "10.1.1.4")).code).not.toBe(0);
    expect((await labctl.run("exec", "--lab", "two", "h1", "ping", "-c1", "-W1", "10.1.1.4")).code).toBe(0);
    expect((await labctl.run("exec", "h1", "true")).code).toBe(5); // which one?
  });
});

describe("destroy", () => {
  test("needs neither the lab file nor the state file, and may be repeated", async () => {
    await deploy("gone", lanOfHosts("gone"));
    const { rmSync } = await import("node:fs");
    rmSync(join(labctl.dir, "gone.yml"));
    rmSync(join(labctl.stateDir, "gone", "state.json"));
    expect(processesWith(labctl.stateDir).length).toBeGreaterThan(0);
    expect((await labctl.run("destroy", "gone")).code).toBe(0);
    expect(processesWith(labctl.stateDir)).toEqual([]);
    expect((await labctl.run("destroy", "gone")).code).toBe(0);
  });

  test("leaves no folder of the lab", async () => {
    await deploy("tidy", lanOfHosts("tidy"));
    await labctl.run("destroy", "tidy");
    expect(readdirSync(labctl.stateDir).filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });
});
