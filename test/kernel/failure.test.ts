// Whatever goes wrong, nothing is left behind and the message says where and why.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { processesWith } from "../helpers/host-snapshot.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";
import { lanOfHosts, twoRouters } from "../helpers/sample-labs.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

/** Polls until `condition` holds; fails when it never does. */
async function until(condition: () => boolean, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("the condition never held");
    await delay(5);
  }
}

const noLabFolder = (name: string): boolean => !existsSync(join(labctl.stateDir, name));

describe("a step that fails", () => {
  const cases = [
    {
      what: "a line FRR does not know",
      text: twoRouters("bad").replace("no bgp ebgp-requires-policy", "no bgp ebgp-requires-a-policy"),
      at: /bad\.yml:9:/,
      why: /Unknown command.*no bgp ebgp-requires-a-policy/,
    },
    {
      what: "a line FRR refuses where it stands",
      text: twoRouters("bad").replace("neighbor eth1 interface remote-as external", "neighbor eth1 remote-as external"),
      at: /bad\.yml:10:/,
      why: /Create the peer-group or interface first/,
    },
    {
      what: "a route through a gateway nobody can reach",
      text: twoRouters("bad").replace("via: 192.168.7.1", "via: 172.31.0.1"),
      at: /bad\.yml:25:16: error/,
      why: /Nexthop has invalid gateway|Network is unreachable/,
    },
    {
      what: "a command that exits with an error",
      text: lanOfHosts("bad").replace("h1: { kind: host,", "h1: { kind: host, exec: ['ls /no/such/folder'],"),
      at: /bad\.yml:4:/,
      why: /No such file or directory/,
    },
  ];
  test.each(cases)("$what: the line, the reason, nothing left", async ({ text, at, why }) => {
    labctl.write("bad.yml", text);
    const ran = await labctl.run("deploy", "bad.yml");
    expect(ran.code).toBe(4);
    expect(ran.stderr).toMatch(at);
    expect(ran.stderr).toMatch(why);
    expect(noLabFolder("bad")).toBe(true);
    expect(processesWith(labctl.stateDir)).toEqual([]);
  });
});

describe("an interrupted deploy", () => {
  // The moments are spread over the whole deploy, whatever this machine's speed: it is timed once first.
  test.each(["SIGINT", "SIGKILL"] as const)(
    "%s at any moment leaves nothing that destroy does not remove",
    async (signal) => {
      labctl.write("cut.yml", twoRouters("cut"));
      const startedAt = performance.now();
      expect((await labctl.run("deploy", "cut.yml")).code).toBe(0);
      const wholeMs = performance.now() - startedAt;
      await labctl.run("destroy", "cut");
      for (const fraction of [0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
        const { child, done } = labctl.start("deploy", "cut.yml");
        await delay(wholeMs * fraction);
        child.kill(signal);
        const { code } = await done;
        if (signal === "SIGINT" && code !== 0) {
          expect(code).toBe(130);
          expect(noLabFolder("cut")).toBe(true);
          expect(processesWith(labctl.stateDir)).toEqual([]);
        }
        expect((await labctl.run("destroy", "cut")).code).toBe(0);
        expect(processesWith(labctl.stateDir)).toEqual([]);
        expect(noLabFolder("cut")).toBe(true);
      }
    },
  );
});

describe("two at once", () => {
  test("of one lab: one deploys, the other says why it does not", async () => {
    labctl.write("race.yml", twoRouters("race"));
    const [a, b] = await Promise.all([labctl.run("deploy", "race.yml"), labctl.run("deploy", "race.yml")]);
    expect([a.code, b.code].sort()).toEqual([0, 5]);
    expect((a.code === 5 ? a : b).stderr).toMatch(/another labctl is at work|is running already/);
    expect((await labctl.run("exec", "r1", "true")).code).toBe(0);
  });
});

describe("a lab whose anchor was killed", () => {
  const anchorOf = (lab: string): number => {
    const state = JSON.parse(readFileSync(join(labctl.stateDir, lab, "state.json"), "utf8")) as {
      anchor: { pid: number };
    };
    return state.anchor.pid;
  };

  test("takes every process with it, shows as dead, and can be destroyed", async () => {
    labctl.write("dead.yml", twoRouters("dead"));
    expect((await labctl.run("deploy", "dead.yml")).code).toBe(0);
    process.kill(anchorOf("dead"), "SIGKILL");
    await until(() => processesWith(labctl.stateDir).length === 0);
    expect((await labctl.run("inspect")).stdout).toMatch(/dead\s+dead/);
    const exec = await labctl.run("exec", "r1", "true");
    expect(exec.code).toBe(5);
    expect((await labctl.run("destroy", "dead")).code).toBe(0);
    expect(noLabFolder("dead")).toBe(true);
  });

  test("can be deployed again", async () => {
    labctl.write("again.yml", lanOfHosts("again"));
    expect((await labctl.run("deploy", "again.yml")).code).toBe(0);
    process.kill(anchorOf("again"), "SIGKILL");
    await until(() => processesWith(labctl.stateDir).length === 0);
    expect((await labctl.run("deploy", "again.yml")).code).toBe(0);
    expect((await labctl.run("exec", "h1", "ping", "-c1", "-W2", "10.1.1.2")).code).toBe(0);
  });
});
