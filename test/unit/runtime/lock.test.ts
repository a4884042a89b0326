import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StateError } from "../../../src/base/errors.ts";
import { takeLock } from "../../../src/runtime/lock.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "labctl-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("one holds it, the other is told who; afterwards it is free", async () => {
  const file = join(dir, "x.lock");
  const first = await takeLock(file, "deploying x");
  const refused = await takeLock(file, "destroying x").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StateError);
  expect((refused as StateError).message).toContain(`pid ${process.pid}, deploying x`);
  await first.release();
  await (await takeLock(file, "destroying x")).release();
});

test("a folder that is not there is an error with the reason", async () => {
  await expect(takeLock(join(dir, "no/such/x.lock"), "t")).rejects.toThrow(/No such file/);
});
