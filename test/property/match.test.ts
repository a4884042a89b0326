// The subset match: what holds for every JSON value and every pattern.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchJson, ordered, type Json } from "../../src/check/match.ts";

/** Words that mean something in a pattern are left out, so that a value can be its own pattern. */
const leaf = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.boolean(),
  fc.constantFrom("a", "b", "Established", "10.0.0.0/8"),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d e"), tie("value"), { maxKeys: 4 }),
  ),
}));

const matches = (pattern: Json, actual: Json): boolean => matchJson(pattern, actual).length === 0;

/** A part of a value: some keys and items left out, some values replaced by `*`. */
const partOf = (whole: Json, pick: () => number): Json => {
  if (Array.isArray(whole)) return (whole as Json[]).filter(() => pick() > 0.3).map((item) => partOf(item, pick));
  if (typeof whole === "object" && whole !== null) {
    const kept = Object.entries(whole).filter(() => pick() > 0.3);
    return Object.fromEntries(kept.map(([key, inner]) => [key, partOf(inner as Json, pick)]));
  }
  return pick() > 0.8 ? "*" : whole;
};

const random = fc
  .infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))
  .map((stream) => () => stream.next().value as number);

/** The same lists in another order, at every depth. */
const shuffled = (whole: Json, pick: () => number): Json => {
  if (Array.isArray(whole)) {
    const keyed = (whole as Json[]).map((item) => ({ item: shuffled(item, pick), key: pick() }));
    return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
  }
  if (typeof whole === "object" && whole !== null) {
    return Object.fromEntries(Object.entries(whole).map(([key, inner]) => [key, shuffled(inner as Json, pick)]));
  }
  return whole;
};

describe("the subset match", () => {
  test("is reflexive", () => {
    fc.assert(fc.property(value, (json) => matches(json, json)));
  });

  test("holds for every part of a value", () => {
    fc.assert(fc.property(value, random, (json, pick) => matches(partOf(json, pick), json)));
  });

  test("still holds when the value grows", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), value, fc.nat(4), (items, extra, at) => {
        const grown = items.toSpliced(Math.min(at, items.length), 0, extra);
        return matches(items, grown);
      }),
    );
  });

  test("is transitive over parts: what a part's part asks, the whole has", () => {
    fc.assert(
      fc.property(value, random, (json, pick) =>
        matches(
          partOf(partOf(json, pick), () => 0.5),
          json,
        ),
      ),
    );
  });

  test("does not depend on the order of lists, in the value or in the pattern", () => {
    fc.assert(
      fc.property(value, value, random, (pattern, json, pick) => {
        expect(matches(shuffled(pattern, pick), json)).toBe(matches(pattern, json));
        expect(matches(pattern, shuffled(json, pick))).toBe(matches(pattern, json));
      }),
    );
  });

  test("with __ordered__ holds for the very same list only", () => {
    fc.assert(
      fc.property(fc.array(leaf, { maxLength: 4 }), fc.array(leaf, { maxLength: 4 }), (wanted, got) => {
        expect(matches([ordered, ...wanted], got)).toBe(JSON.stringify(wanted) === JSON.stringify(got));
      }),
    );
  });

  test("never holds for a list that is too short", () => {
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 5 }), (items) => {
        expect(matches([...items, "*"], items)).toBe(false);
      }),
    );
  });

  test("says where it differs: the path leads to a value, or to nothing, that is not as wanted", () => {
    fc.assert(
      fc.property(value, value, (pattern, json) => {
        for (const { path, wanted, got } of matchJson(pattern, json)) {
          expect(path === "" || /^[.[]/.test(path)).toBe(true);
          expect(wanted).not.toBe(got);
        }
      }),
    );
  });
});
