// Knows: which files a command does not write over.
// Refuses to know: what it would have written.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTextFile } from "../../../src/cli/text-file.ts";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "labctl-text-"))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a lab file in the place of the file to write stays as it is", () => {
  for (const name of ["lab.yml", "lab.clab.YAML"]) {
    const file = join(dir, name);
    writeFileSync(file, "name: lab\n");
    expect(() => openTextFile(file)).toThrow(`${file} looks like a lab file`);
    expect(readFileSync(file, "utf8")).toBe("name: lab\n");
  }
});

test("any other is emptied at once, and added to", () => {
  const file = join(dir, "lab.html");
  writeFileSync(file, "old");
  const add = openTextFile(file);
  expect(readFileSync(file, "utf8")).toBe("");
  add("a");
  add("b");
  expect(readFileSync(file, "utf8")).toBe("ab");
});

test("a folder that is not there is told at once", () => {
  expect(() => openTextFile(join(dir, "no/lab.html"))).toThrow("cannot be written: ENOENT");
});
