// Knows: that a command of the switch's own programs ends with the command, not with what it leaves running.
// Refuses to know: which commands there are.

import { expect, test } from "vitest";
import { runNow } from "../../../src/runtime/switch/command.ts";

test("a daemon that keeps its parent's descriptors open holds nobody up", () => {
  const startedAt = performance.now();
  const said = runNow(["sh", "-c", "sleep 5 & echo up; echo careful >&2"]);
  expect(said).toEqual({ ok: true, output: "up\ncareful\n", stdout: "up\n" });
  expect(performance.now() - startedAt, "ms until it is back").toBeLessThan(4000);
});

test("what fails says so, and what is not there", () => {
  expect(runNow(["sh", "-c", "echo no >&2; exit 3"])).toEqual({ ok: false, output: "no\n", stdout: "" });
  expect(runNow(["no-such-program"])).toMatchObject({ ok: false, output: "spawnSync no-such-program ENOENT" });
});
