import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repository } from "../helpers/labctl.ts";

const isRoot = process.geteuid?.() === 0;
let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "labctl-setup-"));
  chmodSync(dir, 0o777);
  // Stand-ins that note how they were called: nothing is installed by a test.
  for (const name of ["apt-get", "sudo"]) {
    writeFileSync(join(dir, name), `#!/bin/sh\necho "${name} $*" >> ${join(dir, "calls")}\n`, { mode: 0o755 });
  }
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Runs a line where ping and nft are no programs: /dev/null lies over them, in a mount namespace of its own. */
function withoutPrograms(line: string, input = ""): { code: number | null; text: string; calls: string } {
  const hide = 'for name in ping nft; do mount --bind /dev/null "$(command -v $name)"; done';
  const ran = spawnSync("unshare", ["--mount", "sh", "-c", `${hide}; PATH=${dir}:$PATH; ${line}`], {
    cwd: repository,
    input,
    encoding: "utf8",
    env: { ...process.env, LABCTL_SETUP: undefined },
  });
  const calls = join(dir, "calls");
  return {
    code: ran.status,
    text: ran.stdout + ran.stderr,
    calls: existsSync(calls) ? readFileSync(calls, "utf8") : "",
  };
}

const asUser = "setpriv --reuid=65534 --regid=65534 --clear-groups";
const theCommand = "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends nftables iputils-ping'";

it("is silent when nothing is missing", () => {
  const { status, stdout, stderr } = spawnSync("scripts/setup", ["--tests"], { cwd: repository, encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([0, "", ""]);
});

describe.runIf(isRoot)("when programs are missing", () => {
  it("root installs their packages without sudo", () => {
    const { code, calls } = withoutPrograms("scripts/setup");
    expect(code).toBe(0);
    expect(calls).toBe("apt-get update -q\napt-get install -q -y --no-install-recommends nftables iputils-ping\n");
  });

  it("a user who cannot be asked is told the one command", () => {
    const { code, text, calls } = withoutPrograms(`${asUser} scripts/setup`);
    expect(code).toBe(3);
    expect(text).toContain(`To install them:\n  ${theCommand}\n`);
    expect(calls).toBe("");
  });

  it.each(["n\n", "\n"])("a user who answers %j is told the one command", (answer) => {
    const { code, text, calls } = withoutPrograms(`${asUser} script -qec scripts/setup /dev/null`, answer);
    expect(text).toContain("Install them with sudo? [y/N]");
    expect(text).toContain(theCommand);
    expect([code, calls]).toEqual([3, ""]);
  });

  it("a user who says yes has them installed with sudo", () => {
    const { code, calls } = withoutPrograms(`${asUser} script -qec scripts/setup /dev/null`, "y\n");
    expect(code).toBe(0);
    expect(calls).toMatch(/^sudo sh -c apt-get update .* && .* apt-get install .* nftables iputils-ping$/m);
  });

  it("LABCTL_SETUP=yes is a yes in advance", () => {
    const { code, calls } = withoutPrograms(`LABCTL_SETUP=yes ${asUser} scripts/setup`);
    expect(code).toBe(0);
    expect(calls).toMatch(/^sudo sh -c apt-get update/m);
  });
});
