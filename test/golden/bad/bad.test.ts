// Knows: the lab files that people get wrong, and the exact text they see.
// Refuses to know: how the mistakes are found.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadLab } from "../../../src/topology/load.ts";
import { formatDiagnostics } from "./format.ts";

const here = import.meta.dirname;
const names = readdirSync(here).filter((name) => name.endsWith(".yml"));

// Paths as if labctl had been called in this folder, so that the text is the same on every machine.
const io = {
  cwd: "/labs",
  home: "/home/user",
  readText: async (path: string) => readText(path),
  kindOf: async (path: string) => (readText(path) === undefined ? undefined : ("file" as const)),
};

function readText(path: string): string | undefined {
  const name = path.replace(/^\/labs\//, "");
  return names.includes(name) ? readFileSync(join(here, name), "utf8") : undefined;
}

describe("a wrong lab file", () => {
  test.each(names)("%s", async (name) => {
    const { lab, diagnostics } = await loadLab(name, io, { env: {} });
    expect(lab).toBeUndefined();
    expect(diagnostics.some((d) => d.severity === "error")).toBe(true);
    await expect(formatDiagnostics(diagnostics)).toMatchFileSnapshot(join(here, name.replace(/\.yml$/, ".txt")));
  });
});
