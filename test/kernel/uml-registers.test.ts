// The library that a user-mode kernel needs on processors with wide registers: on any processor the kernel works with it.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";
import { wideRegistersLibrary } from "../../src/runtime/uml/wide-registers.ts";

const missing = missingForMachine().map(([program]) => program);
const lacks = missing.length > 0 || process.arch !== "x64";

let folder: string;
let library: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "labctl-registers-"));
  library = join(folder, "registers.so");
  writeFileSync(library, wideRegistersLibrary());
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a guest says whose first program is `true`; it panics as soon as that has ended, which is its end. */
async function bootOnce(env: Readonly<Record<string, string>>): Promise<string> {
  const root = ["rootfstype=hostfs", "rootflags=/", "ro", "init=/bin/true"];
  const kernel = spawn("linux.uml", ["mem=64M", ...root, "con=null", "con0=null,fd:1", "quiet"], {
    env: { PATH: "/usr/bin:/bin", HOME: folder, TMPDIR: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  for (const stream of [kernel.stdout, kernel.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(kernel, "close");
  return said;
}

const ran = "Attempted to kill init! exitcode=0x00000000";

test.skipIf(lacks)("with it, a guest's programs run", { timeout: 60_000 }, async () => {
  const said = await bootOnce({ LD_PRELOAD: library });
  expect(said).not.toContain("LD_PRELOAD");
  expect(said).toContain(ran);
});

test.skipIf(process.arch !== "x64")("programs that call no ptrace run with it as without", () => {
  const said = execFileSync("/bin/sh", ["-c", "echo fine 2>&1"], { env: { LD_PRELOAD: library }, encoding: "utf8" });
  expect(said).toBe("fine\n");
});
