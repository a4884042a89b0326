// Knows: the natural order, and that it is the one ICU has for names like ours.
// Refuses to know: who sorts.

import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNatural } from "../../../src/base/sort.ts";

test("numbers count, leading zeros do not, capitals decide last", () => {
  const names = ["swp10", "swp2", "lo", "Swp2", "swp02", "eth1.10", "eth1", "eth1.9", "bond-m1", "bond_m1"];
  expect(names.toSorted(compareNatural)).toEqual([
    ...["bond_m1", "bond-m1", "eth1", "eth1.9", "eth1.10", "lo"],
    ...["swp2", "swp02", "Swp2", "swp10"],
  ]);
  expect(compareNatural("swp2", "Swp2")).toBeLessThan(0);
  expect(compareNatural("a", "a")).toBe(0);
});

test("the order is that of an Intl.Collator for English with numbers", () => {
  const collator = new Intl.Collator("en", { numeric: true });
  const char = fc.constantFrom(..."abzABZ0129_-.:/@");
  const name = fc.string({ unit: char, maxLength: 8 });
  fc.assert(
    fc.property(name, name, (a, b) => {
      const theirs = Math.sign(collator.compare(a, b));
      if (theirs !== 0) expect(Math.sign(compareNatural(a, b)), `${a} ${b}`).toBe(theirs);
    }),
    { numRuns: 2000 },
  );
});
