// Knows: which uids doctor proposes.
// Refuses to know: the machine's own files.

import { expect, test } from "vitest";
import { freeRange } from "../../../src/runtime/user-namespace.ts";

test.each([
  ["", 100_000],
  ["root:1000:5\n", 100_000],
  ["ann:100000:65536\nbob:165536:65536\n", 231_072],
  ["# by hand\nann:300000:10\nnonsense\n", 300_010],
])("%j leaves %i free", (texts, first) => {
  expect(freeRange(texts)).toEqual({ first, last: first + 65_535 });
});
