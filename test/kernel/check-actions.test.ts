// Knows: that every action does to a real lab what it says, and that the checks around it see it; over IPv6, too.
// Refuses to know: how an action does it.

import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunResult } from "../../src/scenario/result.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("the file", (fresh) => (labctl = fresh));

const folder = join(import.meta.dirname, "check-labs");

test.each(readdirSync(folder))("every step of %s holds", async (name) => {
  copyFileSync(join(folder, name), join(labctl.dir, name));
  const { code, stdout, stderr } = await labctl.run("test", name, "--json");
  expect(stderr).not.toMatch(/error|bug/i);
  const report = JSON.parse(stdout) as { readonly labs: readonly RunResult[] };
  const wrong = report.labs.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome !== "pass");
  expect(wrong).toEqual([]);
  expect(code).toBe(0);
});
