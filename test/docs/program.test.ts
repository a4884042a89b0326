import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../helpers/labctl.ts";

const program = join(repository, "dist/labctl.js");
let dir = "";
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), "labctl-program-"))));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function shell(line: string): { code: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, LABCTL_STATE_DIR: join(dir, "state"), NODE_EXTRA_CA_CERTS: undefined, NO_COLOR: "1" };
  const ran = spawnSync("bash", ["-c", `labctl() { ${process.execPath} ${program} "$@"; }\n${line}`], {
    cwd: dir,
    env,
    encoding: "utf8",
  });
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

describe("exit codes, as docs/commands.md gives them", () => {
  it.each([
    ["labctl --help", 0],
    ["labctl --version", 0],
    ["labctl deplyo", 2],
    ["labctl plan", 2],
    ["labctl plan missing.yml", 2],
    ["labctl inspect nothing", 5],
    ["labctl shell", 5],
    ["labctl destroy nothing", 0],
    ["labctl schema > /dev/full", 4],
  ])("%s: %i", (line, code) => {
    expect(shell(line).code).toBe(code);
  });

  it("an error has a message and what to do next, and no stack", () => {
    const { stdout, stderr } = shell("labctl shell");
    expect([stdout, stderr]).toEqual(["", "error: no lab is running\nhint: start one: labctl deploy FILE\n"]);
  });
});

describe("a pipe", () => {
  it("whose reader goes away ends labctl without a word", () => {
    expect(shell("labctl schema | head -n 1")).toEqual({ code: 0, stdout: "{\n", stderr: "" });
  });

  it("that is slow to read gets all of it", () => {
    const { stdout } = shell("labctl schema | (sleep 0.3; cat)");
    expect(JSON.parse(stdout)).toHaveProperty("properties");
  });
});

it("a mistake in a lab file is shown with its line", () => {
  writeFileSync(join(dir, "bad.yml"), "name: bad\ntopology:\n  nodes:\n    a: { kind: hosst }\n");
  const { code, stdout, stderr } = shell("labctl validate bad.yml");
  expect(code).toBe(2);
  expect(stdout).toBe("bad.yml: not valid: 1 mistake\n");
  expect(stderr).toMatch(/^bad\.yml:4:16: error\[\S+\]: .*hosst/);
  expect(stderr).toContain("   4 |     a: { kind: hosst }\n     |                ^^^^^\n");
});
