import { describe, expect, test } from "vitest";
import { describeMismatch, matchJson, type Json } from "../../../src/check/match.ts";

const differences = (pattern: Json, actual: Json): string[] => matchJson(pattern, actual).map(describeMismatch);

describe("what matches", () => {
  const cases: readonly (readonly [what: string, pattern: Json, actual: Json])[] = [
    ["keys that are not asked for do not matter", { a: 1 }, { a: 1, b: 2 }],
    ["null: the key is absent", { a: null }, { b: 1 }],
    ["null: the key is there with null", { a: null }, { a: null }],
    ["*: any value", { a: "*" }, { a: { deep: [1] } }],
    [">= at its limit", { n: ">= 3" }, { n: 3 }],
    ["< below its limit", { n: "< 3" }, { n: 2.9 }],
    ["!= another number", { n: "!= 0" }, { n: -1 }],
    ["a text that looks like a comparison is itself", { n: ">= 3" }, { n: ">= 3" }],
    ["an empty list asks for nothing", { l: [] }, { l: [1, 2] }],
    ["items in another order", [1, 2], [2, 1]],
    ["* does not take the only match of another item", ["*", "a"], ["a", "b"]],
    ["a chain of such items", ["*", { k: "*" }, { k: 1 }], [{ k: 1 }, { k: 2 }, 3]],
    ["an ordered list inside an unordered one", [["__ordered__", 1, 2]], [3, [1, 2]]],
  ];
  test.each(cases)("%s", (_, pattern, actual) => expect(differences(pattern, actual)).toEqual([]));
});

describe("what does not match, and how that is said", () => {
  const cases: readonly (readonly [what: string, pattern: Json, actual: Json, said: string[]])[] = [
    ["a value", { state: "Full" }, { state: "Init" }, ['.state: wanted "Full", got "Init"']],
    ["a missing key", { a: { b: 1 } }, { a: {} }, [".a.b: wanted 1, got nothing"]],
    ["a key that must be absent", { a: null }, { a: 0 }, [".a: wanted absent, got 0"]],
    ["* of nothing", { a: "*" }, {}, [".a: wanted any value, got nothing"]],
    ["a comparison just missed", { n: ">= 3" }, { n: 2 }, [".n: wanted >= 3, got 2"]],
    ["a comparison with a text", { n: ">= 3" }, { n: "4" }, ['.n: wanted >= 3, got "4"']],
    ["a number written as text", { n: 186 }, { n: "186" }, ['.n: wanted 186, got "186"']],
    [
      "keys that are no identifiers",
      { "10.0.0.1": [{ a: 1 }] },
      { "10.0.0.1": [{ a: 2 }] },
      ['["10.0.0.1"][0].a: wanted 1, got 2'],
    ],
    [
      "the closest of several items",
      [{ a: 1, b: 1 }],
      [
        { a: 2, b: 2 },
        { a: 1, b: 2 },
      ],
      ["[1].b: wanted 1, got 2"],
    ],
    ["a scalar that no item is", ["x"], ["y", "z"], ['[]: wanted "x", got ["y","z"]']],
    ["an empty list", [1], [], ["[]: wanted 1, got an empty list"]],
    ["one item for two wishes", ["a", "a"], ["a"], ['[]: wanted one more "a", got only 1 item like it']],
    ["an ordered list of another length", ["__ordered__", 1], [1, 2], [".: wanted 1 item, got 2 items: [1,2]"]],
    [
      "an ordered list in another order",
      ["__ordered__", 1, 2],
      [2, 1],
      ["[0]: wanted 1, got 2", "[1]: wanted 2, got 1"],
    ],
    ["a map where there is a list", { a: { b: 1 } }, { a: [1] }, ['.a: wanted {"b":1}, got [1]']],
    ["a list where there is a map", { a: [1] }, { a: { b: 1 } }, ['.a: wanted [1], got {"b":1}']],
  ];
  test.each(cases)("%s", (_, pattern, actual, said) => expect(differences(pattern, actual)).toEqual(said));
});
