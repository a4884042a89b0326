import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../helpers/labctl.ts";

let dir = "";
let labctl = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "labctl-package-"));
  // Packing builds from an empty dist/: not in the checkout, where other tests run from dist/.
  const checkout = join(dir, "checkout");
  for (const name of [
    "src",
    "scripts",
    "labs",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "README.md",
    "LICENSE",
  ]) {
    cpSync(join(repository, name), join(checkout, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(checkout, "node_modules"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", dir], { cwd: checkout, stdio: "pipe" });
  const tarball = readdirSync(dir).find((name) => name.endsWith(".tgz")) ?? "no tarball";
  const prefix = join(dir, "prefix");
  execFileSync("npm", ["install", "--silent", "--offline", "--global", "--prefix", prefix, join(dir, tarball)], {
    stdio: "pipe",
  });
  labctl = join(dir, "prefix/bin/labctl");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(labctl, args, {
    cwd: dir,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LABCTL_STATE_DIR: join(dir, "state"), NO_COLOR: "1" },
  });

describe("the packed labctl", () => {
  it("runs without node_modules", () => {
    expect(run("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(readdirSync(join(dir, "prefix/lib/node_modules"))).toEqual(["labctl"]);
    expect(readdirSync(join(dir, "prefix/lib/node_modules/labctl"))).not.toContain("node_modules");
  });

  it("deploys and tests a lab that comes with it, and draws it", () => {
    const lab = join(dir, "prefix/lib/node_modules/labctl/labs/bgp-unnumbered.yml");
    const tested = run("test", lab);
    expect(tested.stdout).toMatch(/^\d+ passed in /m);
    expect(tested.status).toBe(0);
    expect(run("graph", lab, "--html", "lab.html").status).toBe(0);
    expect(run("inspect").stdout).toBe("no lab is running\n");
  });

  it("carries the licences of what is bundled", () => {
    const files = readdirSync(join(dir, "prefix/lib/node_modules/labctl/dist"));
    expect(files).toContain("THIRD-PARTY-LICENSES.txt");
    expect(files).not.toContain(".built");
  });
});
