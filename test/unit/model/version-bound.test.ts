// Knows: which versions keep a bound.
// Refuses to know: whose versions they are.

import { expect, test } from "vitest";
import { keepsBound, parseVersionBound } from "../../../src/model/version-bound.ts";

test.each([
  ["< 9", ["8.4.4", "7.5"], ["9", "9.0", "9.0.1", "10.3"]],
  [">= 9", ["9", "9.0.1", "10.3", "10.3-dev"], ["8.4.4", "8"]],
  ["> 8.4", ["8.5", "9", "10.0"], ["8.4", "8.4.4", "8.3.9", "8"]],
  ["<= 8.4", ["8.4.4", "8.4", "8", "7.9"], ["8.5", "10.3"]],
])("%s", (text, inside, outside) => {
  const bound = parseVersionBound(text);
  if (!bound) throw new Error(`${text} is not read`);
  expect(inside.filter((version) => !keepsBound(version, bound))).toEqual([]);
  expect(outside.filter((version) => keepsBound(version, bound))).toEqual([]);
});

test.each(["9", "= 9", "< x", "< 9.", "<", "< 9 10"])("%s is no bound", (text) => {
  expect(parseVersionBound(text)).toBeUndefined();
});
