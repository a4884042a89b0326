// Knows: that every lab in labs/ keeps its word on this machine, and leaves the host as it was.
// Refuses to know: what each lab claims (its own tests do), and labs with mistakes (labs-broken.test.ts).

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";
import { makeLabctl, repository, type Labctl, type Ran } from "../helpers/labctl.ts";

const names = readdirSync(join(repository, "labs")).filter((name) => name.endsWith(".yml"));
/** The last one waits for all before it. */
const timeLimitMs = 180_000;
/** ExitCode.cannotHere: the kernel lacks a feature of the lab, or a program is missing. */
const cannot = 3;

let before: HostSnapshot;
let labctl: Labctl;
const runs = new Map<string, Promise<Ran>>();

// Two at a time, as `--jobs 2` does; each in a run of its own, so that one the machine cannot run stops no other.
beforeAll(() => {
  before = takeHostSnapshot();
  labctl = makeLabctl();
  // The host's own kernel: labs that need another are labs-uml.test.ts's.
  const start = (name: string) => labctl.run("test", "--kernel", "host", join(repository, "labs", name));
  for (const lane of [0, 1]) {
    let last: Promise<unknown> = Promise.resolve();
    for (const name of names.filter((_, i) => i % 2 === lane)) {
      const run = last.then(() => start(name));
      runs.set(name, run);
      last = run;
    }
  }
});
afterAll(async () => {
  await Promise.allSettled(runs.values());
  await labctl.cleanUp();
}, timeLimitMs);

test.for(names)("labs/%s", { timeout: timeLimitMs }, async (name, { skip }) => {
  const { code, stdout, stderr } = (await runs.get(name)) ?? { code: -1, stdout: "", stderr: "it was not run" };
  skip(code === cannot, stderr.trim());
  expect(stdout, "the report of a lab whose tests hold").not.toContain("✘");
  expect(code, stdout + stderr).toBe(0);
});

test(
  "the host is as it was, and nothing of a lab runs on",
  async () => {
    await Promise.allSettled(runs.values());
    expect(processesWith(labctl.stateDir)).toEqual([]);
    expect(changesSince(before)).toEqual([]);
  },
  timeLimitMs,
);
