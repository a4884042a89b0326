// Every row of the contract table names a test, and that test is there.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/containers.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => /^\| [^-]/.test(line) && !line.startsWith("| What Docker"))
  .map((line) => line.split("|").map((cell) => cell.trim())[3] ?? "");

const namesIn = (file: string): string[] =>
  [...readFileSync(join(root, "test/kernel", file), "utf8").matchAll(/^\s*test\(\s*"((?:[^"\\]|\\.)*)"/gm)].map(
    (match) => match[1] ?? "",
  );

describe("the contract table", () => {
  test("has rows", () => expect(rows.length).toBeGreaterThan(25));

  test.each(rows)("%s", (cell) => {
    const [, file = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(cell) ?? [];
    expect(readdirSync(join(root, "test/kernel"))).toContain(file);
    expect(namesIn(file)).toContain(name);
  });
});
