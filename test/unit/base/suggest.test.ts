import { describe, expect, test } from "vitest";
import { didYouMean, suggest } from "../../../src/base/suggest.ts";
import { compareNatural } from "../../../src/base/sort.ts";

describe("the closest word", () => {
  test.each([
    ["interfces", ["interfaces", "image"], "interfaces"],
    ["tro", ["tor", "coreos"], "tor"], // two letters swapped
    ["Tor", ["tor"], "tor"],
    ["bpg", ["bgp", "ping"], "bgp"],
    ["r5", ["r4", "tor"], "r4"],
  ])("%s", (word, candidates, best) => {
    expect(suggest(word, candidates)).toBe(best);
  });

  test("is nothing when nothing is close", () => {
    expect(suggest("spine", ["leaf1", "host"])).toBeUndefined();
    expect(didYouMean("spine", [])).toBe("");
    expect(didYouMean("tro", ["tor"])).toBe(' (did you mean "tor"?)');
  });
});

test("names sort as a person would", () => {
  expect(["swp10", "swp2", "eth0", "swp1"].toSorted(compareNatural)).toEqual(["eth0", "swp1", "swp2", "swp10"]);
});
