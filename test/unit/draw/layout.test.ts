import { expect, test } from "vitest";
import { layeredPositions } from "../../../src/draw/layers.ts";
import { ringPositions } from "../../../src/draw/ring.ts";

const rowsOf = (positions: ReadonlyMap<string, { x: number; y: number }> | undefined): string[][] => {
  const rows = new Map<number, [string, number][]>();
  for (const [node, { x, y }] of positions ?? []) rows.set(y, [...(rows.get(y) ?? []), [node, x]]);
  return [...rows]
    .toSorted(([a], [b]) => a - b)
    .map(([, row]) => row.toSorted(([, a], [, b]) => a - b).map(([node]) => node));
};

test("leaves below, what connects them above, links untangled", () => {
  const links = [
    ["s1", "l1"],
    ["s1", "l2"],
    ["l1", "h2"],
    ["l2", "h1"],
  ] as const;
  const rows = rowsOf(layeredPositions(["s1", "l1", "l2", "h1", "h2"], links));
  expect(rows.map((row) => row.toSorted())).toEqual([["s1"], ["l1", "l2"], ["h1", "h2"]]);
  // h2 hangs on l1 and h1 on l2: each stands on its switch's side.
  expect(rows[1]?.indexOf("l1")).toBe(rows[2]?.indexOf("h2"));
});

test("two nodes stand beside each other", () => {
  expect(rowsOf(layeredPositions(["a", "b"], [["a", "b"]]))).toEqual([["a", "b"]]);
});

test.each<[string, string[], [string, string][]]>([
  [
    "a ring",
    ["a", "b", "c"],
    [
      ["a", "b"],
      ["b", "c"],
      ["c", "a"],
    ],
  ],
  [
    "a link within a layer",
    ["a", "b", "x", "y"],
    [
      ["a", "x"],
      ["b", "y"],
      ["x", "y"],
    ],
  ],
  ["several parts", ["a", "b", "c"], [["a", "b"]]],
])("%s has no layers", (_what, nodes, links) => expect(layeredPositions(nodes, links)).toBeUndefined());

test("on a ring, neighbours stand beside each other", () => {
  const positions = ringPositions(
    ["r1", "r2", "r3", "r4"],
    [
      ["r1", "r2"],
      ["r1", "r3"],
      ["r2", "r4"],
      ["r3", "r4"],
    ],
  );
  expect([...(positions ?? new Map<string, unknown>()).keys()]).toEqual(["r1", "r2", "r4", "r3"]);
  expect(new Set([...(positions?.values() ?? [])].map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
});

test("a large network is not put on a ring", () => {
  expect(
    ringPositions(
      Array.from({ length: 13 }, (_, i) => `r${i}`),
      [],
    ),
  ).toBeUndefined();
});
