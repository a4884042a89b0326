// The same lab on a user-mode kernel: built, used, tested and ended from the host like any other, by whoever runs this.

import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connectAgent } from "../../src/runtime/client.ts";
import type { ExecResult } from "../../src/runtime/runtime.ts";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";
import { umlSlowdown } from "../../src/runtime/uml/slowdown.ts";
import { processesWith } from "../helpers/host-snapshot.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";
import { typeAt } from "../helpers/terminal.ts";
import { lanOfHosts, twoRouters } from "../helpers/sample-labs.ts";

const missing = missingForMachine().map(([program]) => program);
const reason = missing.length === 0 ? "" : ` (skipped: ${missing.join(", ")} not installed)`;
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));
beforeEach(() => {
  vi.stubEnv("LABCTL_KERNEL", "uml");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const deploy = async (name: string, text: string): Promise<void> => {
  labctl.write(`${name}.yml`, text);
  expect(await labctl.run("deploy", `${name}.yml`)).toMatchObject({ code: 0 });
};
const inNode = async (node: string, ...argv: string[]): Promise<string> =>
  (await labctl.run("exec", node, ...argv)).stdout;
const stateOf = (lab: string): { kernel: string; phase: string; anchor: { pid: number } } =>
  JSON.parse(readFileSync(join(labctl.stateDir, lab, "state.json"), "utf8"));
const isDeployed = (lab: string): boolean =>
  existsSync(join(labctl.stateDir, lab, "state.json")) && stateOf(lab).phase === "running";

/** Polls until `condition` holds; fails when it never does. */
async function until(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("the condition never held");
    await delay(20);
  }
}

/** Pids of the kernels of this test's labs; their other processes are one per address space inside. */
const kernels = (): number[] =>
  readdirSync("/proc").flatMap((entry) => {
    try {
      const marked = readFileSync(`/proc/${entry}/environ`, "latin1").includes(`LABCTL_STATE=${labctl.stateDir}`);
      const stat = readFileSync(`/proc/${entry}/stat`, "latin1");
      const parent = /\) \S (\d+)/.exec(stat)?.[1];
      const isChild = readFileSync(`/proc/${parent}/comm`, "latin1") === "linux.uml\n";
      return marked && stat.includes("(linux.uml)") && !isChild ? [Number(entry)] : [];
    } catch {
      return []; // no process, or it has ended
    }
  });

describe.skipIf(missing.length > 0)(`a lab on the user-mode kernel${reason}`, () => {
  test("is the lab of the file: routers talk BGP, packets flow, each has its own files and processes", async () => {
    await deploy("pair", twoRouters("pair"));
    expect(stateOf("pair").kernel).toBe("uml");
    expect(await inNode("r1", "uname", "-r")).not.toBe(readFileSync("/proc/sys/kernel/osrelease", "utf8"));
    await until(
      async () => (await inNode("r1", "ping", "-c1", "-W1", "-I", "10.255.0.1", "10.255.0.2")).includes("1 received"),
      10_000 * umlSlowdown,
    );
    expect(await inNode("h1", "ping", "-c1", "-W2", "10.255.0.2")).toContain("1 received");
    expect(await inNode("h1", "hostname")).toBe("h1\n");
    expect((await inNode("r1", "ps", "aux")).match(/lib\/frr\/bgpd/g)).toHaveLength(1);
    expect(await inNode("r1", "stat", "--format=%U:%G %a", "/etc/frr", "/etc/frr/frr.conf")).toBe(
      "frr:frr 750\nfrr:frr 640\n",
    );
    expect((await labctl.run("vtysh", "r1", "-c", "show bgp summary")).stdout).toMatch(/eth1\)?\s+4\s+65002/);
    expect((await labctl.run("vtysh", "r1", "-c", "write")).stdout).toContain("[OK]");
    expect((await labctl.run("inspect")).stdout).toMatch(/r1\s+frr\s+up\s+zebra staticd bgpd/);
    expect((await labctl.run("logs", "r1")).code).toBe(0);
  });

  test("has what its kernel has: VRF, VLAN, netem, dummy, VXLAN, iptables", async () => {
    await deploy("features", lanOfHosts("features"));
    const script = [
      "ip link add name red type vrf table 10",
      "ip link set dev red up",
      "ip link add name eth0.7 link eth0 type vlan id 7",
      "ip link add name dummy7 type dummy",
      "ip link set dev dummy7 master red up",
      "ip address add 10.7.7.1/24 dev dummy7",
      "ip link add name vx7 type vxlan id 7 dstport 4789 local 10.1.1.1",
      "tc qdisc add dev eth0 root netem delay 30ms",
      "iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE",
      "iptables -t nat -S POSTROUTING",
      "ip route show vrf red",
    ].join(" && ");
    const ran = await labctl.run("exec", "h1", "sh", "-c", script);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain("-A POSTROUTING -o eth0 -j MASQUERADE");
    expect(ran.stdout).toContain("10.7.7.0/24 dev dummy7");
    const rtt = /time=([\d.]+) ms/.exec(await inNode("h2", "ping", "-c2", "10.1.1.1"))?.[1];
    expect(Number(rtt)).toBeGreaterThanOrEqual(30);
  });

  test("says at deploy, with the place, that a bind with rw is read-only there", async () => {
    labctl.write("shared.txt", "the machine's\n");
    labctl.write(
      "binds.yml",
      "name: binds\ntopology:\n  nodes:\n    h1:\n      kind: host\n      binds: [./shared.txt:/shared.txt:rw]\n",
    );
    const deployed = await labctl.run("deploy", "binds.yml");
    expect(deployed).toMatchObject({ code: 0 });
    expect(deployed.stderr).toMatch(/binds\.yml:6:15: warning\S*: \/shared\.txt of h1 is read-only/);
    expect(deployed.stderr).toContain("without rw the node writes to a copy");
    expect((await labctl.run("exec", "h1", "sh", "-c", "echo mine > /shared.txt")).stderr).toContain("Read-only");
  });

  test("cannot write to the host, but to its own state folder", async () => {
    const [ownFolder, foreign] = [join(labctl.stateDir, "jail"), join(labctl.dir, "mine.txt")];
    writeFileSync(foreign, "mine");
    await deploy("jail", lanOfHosts("jail"));
    const client = await connectAgent(stateOf("jail").anchor.pid);
    const inGuest = (script: string): Promise<ExecResult> =>
      client.call("exec", { node: undefined, argv: ["sh", "-c", script] });
    for (const path of [
      `/run/host${foreign}`,
      "/etc/made-in-the-lab",
      "/run/host/etc/made-in-the-lab",
      "/usr/made-in-the-lab",
    ]) {
      const ran = await inGuest(`mount -o remount,rw /run/host; echo changed > '${path}'`);
      expect(ran.code).not.toBe(0);
      expect(ran.stderr).toMatch(/Read-only file system|Permission denied/); // the latter as an ordinary user
    }
    // A second view of the host, writable as far as the guest is concerned: the host itself refuses.
    const again = await inGuest(
      `mkdir /tmp/again && mount -t hostfs -o / none /tmp/again && echo changed > '/tmp/again${foreign}'`,
    );
    expect(again.stderr).toContain("Read-only file system");
    expect(readFileSync(foreign, "utf8")).toBe("mine");
    expect((await inGuest("echo hello > /run/labctl/from-inside")).code).toBe(0);
    expect(readFileSync(join(ownFolder, "from-inside"), "utf8")).toBe("hello\n");
    client.close();
  });
});

describe.skipIf(missing.length > 0)(`commands in it${reason}`, () => {
  test("get arguments, input and signals, and hand back output and exit code", async () => {
    await deploy("io", lanOfHosts("io"));
    expect((await labctl.run("exec", "h1", "sh", "-c", "exit 7")).code).toBe(7);
    expect((await labctl.run("exec", "h1", "sh", "-c", "kill -KILL $$")).code).toBe(137);
    expect((await labctl.run("exec", "h1", "no-such-program")).code).toBe(127);
    expect(await inNode("h1", "printf", "%s|", "a b", "$HOME", "'", "--json")).toBe("a b|$HOME|'|--json|");
    const both = await labctl.run("exec", "h1", "sh", "-c", "echo out; echo err >&2");
    expect(both).toEqual({ code: 0, stdout: "out\n", stderr: "err\n" });
    expect((await labctl.runWith("from outside", "exec", "h1", "cat")).stdout).toBe("from outside");

    const { child, done } = labctl.start(
      "exec",
      "h1",
      "sh",
      "-c",
      "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.1; done",
    );
    child.stdout?.on("data", (chunk: Buffer) => {
      if (String(chunk).includes("ready")) child.kill("SIGINT");
    });
    expect(await done).toMatchObject({ code: 3, stdout: "ready\ncaught\n" });
  });

  test("show packets as they go by", async () => {
    await deploy("wire", lanOfHosts("wire", 2));
    const { child, done } = labctl.start("capture", "h2:eth0", "icmp");
    let [shown, said] = ["", ""];
    child.stdout?.on("data", (chunk: Buffer) => (shown += chunk.toString("utf8")));
    child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    await until(() => said.includes("listening on h2:eth0"), 1_000 * umlSlowdown);
    expect((await labctl.run("exec", "h1", "ping", "-c1", "-W2", "10.1.1.2")).code).toBe(0);
    await until(() => shown.includes("IP 10.1.1.2 > 10.1.1.1: ICMP echo reply"), 1_000 * umlSlowdown);
    child.kill("SIGINT");
    expect(await done).toMatchObject({ code: 0, stderr: "listening on h2:eth0; Ctrl-C ends it\n2 packets\n" });
    expect((await labctl.run("capture", "h2:eth7")).stderr).toContain('h2 has no interface "eth7"');
    expect((await labctl.run("link", "down", "h2:eth0")).stdout).toBe("h2:eth0 down\n");
    expect((await labctl.run("exec", "h1", "ping", "-c1", "-W1", "10.1.1.2")).code).not.toBe(0);
  });

  test("share one line with others: megabytes both ways, every byte, while questions are answered", async () => {
    await deploy("bytes", lanOfHosts("bytes"));
    const client = await connectAgent(stateOf("bytes").anchor.pid);
    try {
      const size = 1_500_000;
      let busy = 3;
      const echoes = Array.from({ length: busy }, async () => {
        const bytes = randomBytes(size);
        const echo = await connectAgent(stateOf("bytes").anchor.pid);
        const hash = createHash("sha256");
        let heard = 0;
        const session = echo.start(
          { node: "h1", hostname: "h1", argv: ["cat"], env: { PATH: "/usr/bin:/bin" } },
          ({ base64 }) => {
            const chunk = Buffer.from(base64, "base64");
            hash.update(chunk);
            heard += chunk.length;
          },
        );
        for (let at = 0; at < size; at += 50_000) await session.input(bytes.subarray(at, at + 50_000));
        await session.input(Buffer.alloc(0));
        expect(await session.done).toEqual({ code: 0 });
        expect(heard).toBe(size);
        expect(hash.digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
        echo.close();
        busy -= 1;
      });
      const answered: number[] = [];
      const asking = (async () => {
        while (busy > 0) {
          const askedAt = performance.now();
          await client.call("processes", {});
          answered.push(performance.now() - askedAt);
        }
      })();
      await Promise.all([...echoes, asking]);
      expect(answered.length).toBeGreaterThan(20);
      expect(Math.max(...answered)).toBeLessThan(2_000);
    } finally {
      client.close();
    }
  });

  test("get a terminal: its size, a changed size, Ctrl-C, and the exit code at the end", async () => {
    await deploy("tty", lanOfHosts("tty"));
    const terminal = typeAt(labctl, { rows: 33, columns: 101 }, "shell", "h1");
    await terminal.shows("root@h1:/# ");
    terminal.type("tty; stty size\n");
    await terminal.shows("/dev/pts/");
    await terminal.shows("33 101");
    terminal.resize({ rows: 44, columns: 122 });
    await terminal.typesUntil("stty size\n", "44 122");
    terminal.type("sleep 1000\n");
    await terminal.typesUntil("\u0003", "^C");
    terminal.type("echo status $?\n");
    await terminal.shows("status 130");
    terminal.type("exit 9\n");
    expect(await terminal.ended).toBe(9);
  });
});

describe.skipIf(missing.length > 0)(`the end of it${reason}`, () => {
  test("destroy takes everything, quickly", async () => {
    await deploy("gone", lanOfHosts("gone"));
    expect(kernels()).toHaveLength(1);
    const startedAt = performance.now();
    expect((await labctl.run("destroy", "gone")).code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(kernels()).toEqual([]);
    expect(processesWith(labctl.stateDir)).toEqual([]);
    expect(existsSync(join(labctl.stateDir, "gone"))).toBe(false);
  });

  test.each(["its anchor", "its kernel"])("killing %s ends all of it, and a new one can be made", async (what) => {
    await deploy("killed", lanOfHosts("killed"));
    const [kernel] = kernels();
    process.kill(what === "its anchor" ? stateOf("killed").anchor.pid : (kernel ?? 0), "SIGKILL");
    await until(() => processesWith(labctl.stateDir).length === 0, 5_000);
    expect((await labctl.run("exec", "h1", "true")).code).toBe(5);
    expect((await labctl.run("inspect")).stdout).toMatch(/killed\s+dead/);
    await deploy("killed", lanOfHosts("killed"));
    expect((await labctl.run("exec", "h1", "true")).code).toBe(0);
  });

  test("a deploy that is killed leaves nothing behind, without anybody's help", async () => {
    labctl.write("cut.yml", twoRouters("cut"));
    const startedAt = performance.now();
    expect((await labctl.run("deploy", "cut.yml")).code).toBe(0);
    const wholeMs = performance.now() - startedAt;
    await labctl.run("destroy", "cut");
    let cutShort = 0;
    for (const fraction of [0.1, 0.2, 0.3, 0.6, 0.9]) {
      const { child, done } = labctl.start("deploy", "cut.yml");
      await delay(wholeMs * fraction);
      child.kill("SIGKILL");
      await done;
      // The first one read its programs from the disk: a later one may be done before its turn to be killed.
      if (!isDeployed("cut")) {
        cutShort++;
        const gone = (): void => expect(processesWith(labctl.stateDir), `killed at ${fraction}`).toEqual([]);
        await vi.waitFor(gone, { timeout: 10_000, interval: 20 });
      }
      expect((await labctl.run("destroy", "cut")).code).toBe(0);
    }
    expect(cutShort).toBeGreaterThanOrEqual(3);
  });

  test("two at a time do not see each other, and one goes without the other", async () => {
    await Promise.all([deploy("one", lanOfHosts("one", 3)), deploy("two", lanOfHosts("two", 4))]);
    expect(kernels()).toHaveLength(2);
    expect((await labctl.run("exec", "--lab", "one", "h1", "ping", "-c1", "-W1", "10.1.1.4")).code).not.toBe(0);
    expect((await labctl.run("exec", "--lab", "two", "h1", "ping", "-c1", "-W1", "10.1.1.4")).code).toBe(0);
    await labctl.run("destroy", "one");
    expect((await labctl.run("exec", "h1", "ping", "-c1", "-W1", "10.1.1.4")).code).toBe(0);
  });
});

describe.runIf(missing.length > 0)("without the user-mode kernel", () => {
  test("a deploy on it says what to install", async () => {
    labctl.write("x.yml", lanOfHosts("x"));
    const ran = await labctl.run("deploy", "x.yml");
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("apt-get install");
  });
});
