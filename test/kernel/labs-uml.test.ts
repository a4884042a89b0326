// Knows: that the labs which name a kernel keep their word on the user-mode one, where the host's lacks their features,
// and one lab of containers: mounts, capabilities, firewall and namespaces are as much that kernel's as the links are.
// Refuses to know: other labs that every kernel can run (labs.test.ts).

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";
import { makeLabctl, repository, type Labctl } from "../helpers/labctl.ts";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";

const folder = join(repository, "labs");
const names = readdirSync(folder).filter(
  (name) => name === "docker-host.yml" || /^kernel: (auto|uml)\b/m.test(readFileSync(join(folder, name), "utf8")),
);
/** BGP's hold time of three minutes passes in one of them, on a kernel ten times as slow. */
const timeLimitMs = 600_000;
const missing = missingForMachine().map(([program]) => program);

let before: HostSnapshot;
let labctl: Labctl;
beforeAll(() => {
  before = takeHostSnapshot();
  labctl = makeLabctl({ timeLimitMs });
});
afterAll(() => labctl.cleanUp());

describe.skipIf(missing.length > 0)("on the user-mode kernel", () => {
  test.each(names)("labs/%s", { timeout: timeLimitMs }, async (name) => {
    const { code, stdout, stderr } = await labctl.run("test", "--kernel", "uml", join(folder, name));
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^\d+ passed in/m);
  });

  test("the host is as it was, and nothing of a lab runs on", () => {
    expect(processesWith(labctl.stateDir)).toEqual([]);
    expect(changesSince(before)).toEqual([]);
  });
});
