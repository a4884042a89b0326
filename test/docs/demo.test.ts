import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { repository } from "../helpers/labctl.ts";

const dir = mkdtempSync(join(tmpdir(), "labctl-demo-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it("npm run demo sets up, tests the lab and prints the result", () => {
  const env = { ...process.env, NO_COLOR: "1", NODE_EXTRA_CA_CERTS: undefined, LABCTL_STATE_DIR: join(dir, "state") };
  const ran = spawnSync("npm", ["run", "demo"], { cwd: repository, env, encoding: "utf8", timeout: 55_000 });
  expect(ran.stdout).toMatch(/^\d+ passed in /m);
  expect(ran.status).toBe(0);
});
