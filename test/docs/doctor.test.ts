import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DoctorReport } from "../../src/app/doctor.ts";
import { repository } from "../helpers/labctl.ts";

const program = join(repository, "dist/labctl.js");
const isRoot = process.geteuid?.() === 0;

function bash(line: string): { code: number | null; stdout: string; stderr: string } {
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: undefined,
    NO_COLOR: "1",
    NODE: process.execPath,
    LABCTL: program,
  };
  const ran = spawnSync("bash", ["-c", line], { env, encoding: "utf8", timeout: 55_000 });
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

/** Runs `line` as nobody in a user namespace that allows none below it: a machine that forbids them. */
const withoutUserNamespaces = (line: string): string => `
  set -eu
  host=$(readlink /proc/self/ns/user)
  unshare --user sleep 60 & namespace=$!
  trap 'kill "$namespace"' EXIT
  until [ "$(readlink "/proc/$namespace/ns/user")" != "$host" ]; do :; done
  echo '0 0 65536' > "/proc/$namespace/uid_map"
  echo '0 0 65536' > "/proc/$namespace/gid_map"
  nsenter --user --target="$namespace" --setuid=0 --setgid=0 sh -c '
    echo 0 > /proc/sys/user/max_user_namespaces
    exec setpriv --reuid=65534 --regid=65534 --clear-groups ${line}'`;

describe("labctl doctor", () => {
  it("says the same to people and to programs", () => {
    const { code, stdout } = bash('"$NODE" "$LABCTL" doctor --json');
    const report = JSON.parse(stdout) as DoctorReport;
    expect(code).toBe(report.ok ? 0 : 3);
    const page = bash('"$NODE" "$LABCTL" doctor').stdout;
    for (const { name, state } of report.findings) {
      const mark = { ok: "✓", missing: "✗", limited: "–", unknown: "\\?" }[state];
      expect(page).toMatch(new RegExp(`^  ${mark}  ${name} `, "m"));
    }
    expect(page).toContain(report.ok ? "Labs run here." : "Labs do not run here");
  });

  it("leaves nothing of what it tried", () => {
    const interfaces = "ls /sys/class/net /run/netns 2>/dev/null; grep -c . /proc/mounts";
    const [before = "", after = ""] = bash(
      `${interfaces}; echo ====; "$NODE" "$LABCTL" doctor > /dev/null; ${interfaces}`,
    ).stdout.split("====\n");
    expect(after).toBe(before);
  });

  it.runIf(isRoot)("names the package of a program that is missing, and exits with 3", () => {
    const { code, stdout } = bash(
      `exec unshare --mount sh -c 'mount --bind /dev/null "$(command -v ping)"; exec "$NODE" "$LABCTL" doctor'`,
    );
    expect(code).toBe(3);
    expect(stdout).toMatch(/^ {2}✗ {2}ping +the ping check +not installed$/m);
    expect(stdout).toMatch(
      /^Labs do not run here: ping is missing\.\nTo mend it: apt-get install -y .*\biputils-ping\b/m,
    );
  });

  it.runIf(isRoot)("says which setting forbids user namespaces, and how to allow them", () => {
    const { code, stdout, stderr } = bash(withoutUserNamespaces('"$NODE" "$LABCTL" doctor'));
    expect(stderr).toBe("");
    expect(code).toBe(3);
    expect(stdout).toMatch(/^ {2}✗ {2}user namespace +labs without root +.*; user\.max_user_namespaces forbids it$/m);
    expect(stdout).toContain("sudo sysctl -w user.max_user_namespaces=15000");
    expect(stdout).toMatch(/^ {2}\? {2}veth +links +could not be tried/m);
  });
});
