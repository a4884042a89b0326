// Knows: the small readers: variables, times, paths.
// Refuses to know: YAML.

import { describe, expect, test } from "vitest";
import { parseDuration } from "../../../src/topology/durations.ts";
import { expandVariables } from "../../../src/topology/expand.ts";
import { folderOf, joinPath } from "../../../src/topology/paths.ts";

describe("variables", () => {
  const env = { A: "one", EMPTY: "" };
  test.each([
    ["${A}", "one"],
    ["${NONE}", "${NONE}"],
    ["${NONE:-d}", "d"],
    ["${NONE:=d}", "d"],
    ["${EMPTY:-d}", "d"],
    ["${EMPTY-d}", ""],
    ["${A:+x}", "x"],
    ["${NONE:+x}", ""],
    ["$${A}", "${A}"],
    ["$A", "$A"],
    ["${", "${"],
  ])("%s becomes %s", (text, wanted) => expect(expandVariables(text, env, "labctl").text).toBe(wanted));

  test("containerlab knows $A too", () =>
    expect(expandVariables("$A $NONE $1 $$", env, "clab").text).toBe("one $NONE $1 $"));

  test("every place leads back to the file", () => {
    const expanded = expandVariables("x ${A} y ${NONE:-d} z", env, "labctl");
    expect(expanded.text).toBe("x one y d z");
    expect([..."xydz"].map((char) => expanded.originOf(expanded.text.indexOf(char)))).toEqual([0, 7, 9, 20]);
    expect(expanded.originOf(3)).toBe(2);
  });
});

test.each([
  ["500ms", 500],
  ["5s", 5000],
  ["2m", 120_000],
  ["1.5", 1500],
  ["0", 0],
  ["", undefined],
  ["5h", undefined],
  ["-1s", undefined],
  ["s", undefined],
])("the time %j is %s ms", (text, ms) => expect(parseDuration(text)).toBe(ms));

test("paths", () => {
  expect(joinPath("/labs", "../a//b/./c")).toBe("/a/b/c");
  expect(joinPath("/labs", "/x/../y")).toBe("/y");
  expect(joinPath("/", "../..")).toBe("/");
  expect(joinPath("a", "../../b")).toBe("../b");
  expect([folderOf("labs/a.yml"), folderOf("a.yml"), folderOf("/a.yml")]).toEqual(["labs", "", "/"]);
});
