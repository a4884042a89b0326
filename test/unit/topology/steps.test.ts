// Knows: what a test step becomes before its check reads it.
// Refuses to know: the checks.

import { expect, test } from "vitest";
import { labJsonSchema } from "../../../src/topology/json-schema.ts";
import { loaded, tryLoad } from "./memory-io.ts";

const head = "name: lab\ntopology:\n  nodes:\n    r1: { kind: host }\ntests:\n";

test("the keys around a step, and their defaults", async () => {
  const full =
    "  - { name: 1.10, stage: s, hint: h, required: true, claims: A, expect: fail, within: 500ms, for: 2, ping: { to: r1 } }\n";
  const [first, second] = (await loaded(`${head}${full}  - ping: r1\n`)).tests;
  expect(first).toMatchObject({
    name: "1.10",
    stage: "s",
    hint: "h",
    required: true,
    claims: ["A"],
    expect: "fail",
    withinMs: 500,
    forMs: 2000,
  });
  expect(second).toMatchObject({
    what: "ping",
    value: "r1",
    required: false,
    claims: [],
    expect: "pass",
    withinMs: 10_000,
    forMs: 0,
  });
});

test("a step finds the place of a key inside its value, or the nearest one", async () => {
  const [step] = (await loaded(`${head}  - exec:\n      run: [ip, link]\n`)).tests;
  const placeOf = (path: (string | number)[]) => {
    const span = step?.spanOf(path);
    return [span?.line, span?.col];
  };
  expect(placeOf(["run", 1])).toEqual([7, 17]);
  expect(placeOf(["run", 9])).toEqual([7, 12]);
  expect(placeOf([])).toEqual([7, 7]);
});

test("a step of the language that this program does not have is not a misspelt one", async () => {
  const { codes } = await tryLoad(`${head}  - capture: { at: r1:eth1 }\n  - pign: r1\n`, { stepNames: ["ping"] });
  expect(codes).toEqual(["shape/not-yet", "tests/unknown-step"]);
});

test("a bound on FRR's version is read, and refused where it is none", async () => {
  const [step] = (await loaded(`${head}  - { ping: r1, frr-version: ">= 10" }\n`)).tests;
  expect(step?.frrVersion).toMatchObject({ text: ">= 10", relation: ">=", numbers: [10] });
  const { codes } = await tryLoad(`${head}  - { ping: r1, frr-version: 8.4 }\n`);
  expect(codes).toEqual(["tests/version"]);
});

test("JSON Schema: the steps are what the caller knows, every key is described", () => {
  const schema = labJsonSchema({ ping: { type: "object" } }) as {
    properties: Record<string, { items: { properties: object } }>;
  };
  const step = schema.properties["tests"]?.items;
  expect(step).toMatchObject({ additionalProperties: false, oneOf: [{ required: ["ping"] }] });
  expect(Object.keys(step?.properties ?? {})).toEqual(expect.arrayContaining(["ping", "within", "claims"]));
  expect(JSON.stringify(schema)).toContain("Two ends make a link");
});
