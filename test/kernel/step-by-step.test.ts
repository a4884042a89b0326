// A lab taken step by step at a terminal, key by key.

import { afterAll, beforeAll, expect, test } from "vitest";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";
import { makeLabctl, type Labctl } from "../helpers/labctl.ts";
import { typeAt } from "../helpers/terminal.ts";

const lab = `name: steps
topology:
  nodes:
    a: { kind: host, interfaces: { eth1: { ipv4: 10.0.0.1/24 } } }
    b: { kind: host, interfaces: { eth1: { ipv4: 10.0.0.2/24 } } }
  links:
    - endpoints: [a:eth1, b:eth1]
tests:
  - stage: The wire
    name: what b hears
    capture: { at: "b:eth1", filter: icmp, sees: some }
  - ping: { from: a, to: b }
  - stage: The cut
    link: { down: "a:eth1" }
  - name: the other end is gone
    ping: { from: a, to: b }
    expect: fail
  - run: { on: a, run: echo never }
`;

let before: HostSnapshot;
let labctl: Labctl;
beforeAll(() => {
  before = takeHostSnapshot();
  labctl = makeLabctl();
  labctl.write("steps.yml", lab);
});
afterAll(async () => {
  await labctl.cleanUp();
  expect(processesWith(labctl.stateDir)).toEqual([]);
  expect(changesSince(before)).toEqual([]);
});

const enter = "\r";
const size = { rows: 40, columns: 100 };

test("Enter goes on, s skips, ! opens a shell, q leaves the lab; what is left can be taken later", async () => {
  const terminal = typeAt(labctl, size, "test", "--step", `${labctl.dir}/steps.yml`);
  await terminal.shows("The wire");
  await terminal.shows("1/5  what b hears");
  await terminal.shows("$ labctl capture b:eth1 icmp");
  await terminal.shows("Enter: watch");
  terminal.type(enter);
  await terminal.shows("2/5  a reaches b");
  await terminal.shows("Enter: ask");
  // A shell that takes the terminal for itself must not keep it.
  terminal.type("!");
  await terminal.shows("root@steps:/# ");
  terminal.type("ip netns exec a ip -br address show eth1\n");
  await terminal.shows("10.0.0.1/24");
  terminal.type("exit\n");
  await terminal.shows("Enter: ask");
  terminal.type(enter);
  await terminal.shows("answered");
  await terminal.shows("✔ what b hears");
  await terminal.shows("The cut");
  await terminal.shows("3/5  take a:eth1 down");
  await terminal.shows("Enter: do it");
  terminal.type("s");
  await terminal.shows("skipped: left out by hand");
  await terminal.shows("4/5  the other end is gone");
  await terminal.shows("it must not hold");
  await terminal.shows("q: quit");
  terminal.type("q");
  await terminal.shows("2 passed, 3 skipped");
  await terminal.shows("labctl test --step --only 4-5 steps");
  expect(await terminal.ended).toBe(0);
  expect(JSON.parse((await labctl.run("inspect", "--json")).stdout)).toMatchObject([
    { lab: "steps", status: "running" },
  ]);

  const later = typeAt(labctl, size, "test", "--step", "--only", "3-4", "steps");
  await later.shows("3/5");
  await later.shows("q: quit");
  later.type("c");
  await later.shows("✔ take a:eth1 down");
  await later.shows("✔ the other end is gone");
  await later.shows("2 passed");
  expect(await later.ended).toBe(0);
});

test("Ctrl-C ends it, and a lab that was brought up for it", async () => {
  await labctl.run("destroy", "steps");
  const terminal = typeAt(labctl, size, "test", "--step", "--only", "2", `${labctl.dir}/steps.yml`);
  await terminal.shows("q: quit");
  terminal.type("\u0003");
  await terminal.shows("stopped, 1 skipped");
  expect(await terminal.ended).toBe(130);
  expect(JSON.parse((await labctl.run("inspect", "--json")).stdout)).toEqual([]);
});

test("needs a terminal, and a person", async () => {
  const refused = await labctl.run("test", "--step", "steps.yml");
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("--step needs a terminal");
  expect((await labctl.run("test", "--step", "--tap", "steps.yml")).code).toBe(2);
});
