import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { findMarked, identify, isAlive, killProcess } from "../../../src/runtime/process-id.ts";

describe("a process by pid and start time", () => {
  test("is alive, and then is not, even as a zombie that nobody has reaped", async () => {
    // The shell's child ends while the shell itself does not wait for it.
    const shell = spawn("sh", ["-c", "sleep 1000 & echo $!; exec sleep 1000"], { stdio: ["ignore", "pipe", "ignore"] });
    const [chunk] = (await once(shell.stdout, "data")) as [Buffer];
    const child = identify(Number(chunk.toString()));
    if (!child) throw new Error("the child was not there");
    expect(isAlive(child)).toBe(true);
    killProcess(child);
    await expect.poll(() => isAlive(child)).toBe(false);
    shell.kill("SIGKILL");
  });

  test("is not somebody else with the same pid", () => {
    const own = identify(process.pid);
    if (!own) throw new Error("we are not there");
    const other = { ...own, startTime: own.startTime - 1 };
    expect(isAlive(other)).toBe(false);
    killProcess(other); // would end this test
  });

  test("does not exist above the largest pid", () => {
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });
});

test("processes are found by the mark in their environment", async () => {
  const value = `test-${process.pid}`;
  const child = spawn("sleep", ["1000"], { env: { LABCTL_TEST_MARK: value } });
  try {
    await expect.poll(() => findMarked("LABCTL_TEST_MARK", value).map((found) => found.pid)).toEqual([child.pid]);
    expect(findMarked("LABCTL_TEST_MARK", `${value}0`)).toEqual([]);
    expect(findMarked("LABCTL_TEST_MARK", undefined).map((found) => found.value)).toContain(value);
  } finally {
    child.kill("SIGKILL");
  }
});
