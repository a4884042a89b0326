// Knows: what the suite's closing lines are told of a run of vitest that fails in every way there is.
// Refuses to know: the other parts of the suite (scripts/test.mjs).

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repository } from "../helpers/labctl.ts";

const files = {
  "test/report.txt": Array.from({ length: 400 }, (_, i) => `line ${i}`).join("\n"),
  "test/report.test.ts": `import { beforeAll, describe, expect, test } from "vitest";
    test("a report", async () => {
      const lines = Array.from({ length: 400 }, (_, i) => (i === 200 ? "another line" : "line " + i));
      await expect(lines.join("\\n")).toMatchFileSnapshot("report.txt");
    });
    test("nothing like it", () => expect(Array.from({ length: 400 }, (_, i) => i)).toEqual(Array(400).fill("x")));
    test("is fine", () => {});
    test.skip("is left out", () => {});
    describe("a lab", () => {
      beforeAll(() => { throw new Error("cannot be deployed"); });
      test("is never asked", () => {});
    });`,
  "vitest.config.mjs": "export default {};",
  "test/unloadable.test.ts": `import "./not-there.ts";`,
};

interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}

const dir = mkdtempSync(join(tmpdir(), "labctl-summary-"));
let summary: Summary;
beforeAll(async () => {
  mkdirSync(join(dir, "test"));
  symlinkSync(join(repository, "node_modules"), join(dir, "node_modules"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const reporter = `--reporter=${join(repository, "scripts/summary-reporter.mjs")}`;
  const argv = ["run", "--root", dir, reporter, `--outputFile.summary=${join(dir, "summary.json")}`];
  await new Promise((resolve) => {
    // CI: a snapshot that differs is a failure, and none is written.
    const env = { ...process.env, CI: "1", VITEST: undefined, VITEST_WORKER_ID: undefined };
    execFile(
      process.execPath,
      [join(repository, "node_modules/vitest/vitest.mjs"), ...argv],
      { cwd: dir, env },
      resolve,
    );
  });
  summary = JSON.parse(readFileSync(join(dir, "summary.json"), "utf8")) as Summary;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const failure = (of: string): string => summary.failures.find((text) => text.includes(of)) ?? "";

test("counts what passed, failed and was left out", () => {
  expect(summary).toMatchObject({ passed: 1, failed: 2, skipped: 2 });
  expect(summary.failures).toHaveLength(4);
});

test("a snapshot that differs is shown with the difference and little around it", () => {
  const lines = failure("> a report\n").split("\n");
  expect(lines[0]).toBe("test/report.test.ts > a report");
  expect(lines).toContain("- line 200");
  expect(lines).toContain("+ another line");
  expect(lines.at(-1)).toMatch(/^at test\/report\.test\.ts:4:\d+$/);
  expect(lines.length).toBeLessThan(40);
});

test("of a long difference the beginning and the end are shown", () => {
  expect(failure("nothing like it")).toMatch(/\n… \d+ more lines …\n/);
  expect(failure("nothing like it").split("\n").length).toBeLessThan(100);
});

test("a hook and a file that cannot be loaded are named, too", () => {
  expect(failure("cannot be deployed")).toMatch(/^test\/report\.test\.ts > a lab\n/);
  expect(failure("not-there.ts")).toMatch(/^test\/unloadable\.test\.ts\n/);
});
