import { describe, expect, it } from "vitest";
import { fencesOf, matches, typedIn } from "./console.ts";

const page = [
  "text",
  "```console",
  "$ one",
  "a",
  "b",
  "$ two \\",
  "  more",
  "```",
  "```yaml",
  "$ not typed",
  "```",
].join("\n");

describe("a page", () => {
  it("has blocks with their language and place", () => {
    expect(fencesOf(page).map(({ language, line }) => [language, line])).toEqual([
      ["console", 3],
      ["yaml", 10],
    ]);
  });

  it("shows commands with what they print", () => {
    expect(fencesOf(page).slice(0, 1).flatMap(typedIn)).toEqual([
      { command: "one", shown: ["a", "b"], line: 3 },
      { command: "two \\\n  more", shown: [], line: 6 },
    ]);
  });
});

describe("what is shown", () => {
  it.each([
    [["up in … s"], "up in 0.41 s\n", true],
    [["up in … s"], "up in 0.41 ms\n", false],
    [["a", "…", "z"], "a\nb\nc\nz\n", true],
    [["a", "…", "z"], "a\nz\n", true],
    [["a", "…"], "a", true],
    [["a"], "a\nb\n", false],
    [[], "", true],
    [[], "a\n", false],
    [["a.c"], "abc\n", false],
    [["a"], "a   \n", true],
  ])("%j fits %j: %s", (shown, printed, fits) => {
    expect(matches(shown, printed)).toBe(fits);
  });
});
