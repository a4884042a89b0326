import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ExitCode } from "../../src/base/errors.ts";
import { repository } from "../helpers/labctl.ts";

it("the reference in docs/ is what the program says of itself", () => {
  const ran = spawnSync(process.execPath, ["scripts/docs.mjs", "--check"], { cwd: repository, encoding: "utf8" });
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(0);
});

it("docs/commands.md gives every exit code", () => {
  const page = readFileSync(join(repository, "docs/commands.md"), "utf8");
  const codes = [...page.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(ExitCode));
});
