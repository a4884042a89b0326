// Knows: that the list of claims is well formed, and that a lab claims nothing that is not in it.
// Refuses to know: which lab proves what (docs/claims.md), and whether it does (the kernel tests run the labs).

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { claimFile } from "../../../scripts/lab-pages/claims.ts";

const posts = claimFile.parse(parse(readFileSync("docs/claims.yml", "utf8")));

test.each(Object.entries(posts))("%s: its claims are numbered from 01, none left out", (id, { claims }) => {
  const wanted = Object.keys(claims).map((_, i) => `${id}-${String(i + 1).padStart(2, "0")}`);
  expect(Object.keys(claims)).toEqual(wanted);
});

const known = new Set(Object.values(posts).flatMap(({ claims }) => Object.keys(claims)));
const labs = readdirSync("labs").filter((name) => name.endsWith(".yml"));

test.each(labs)("labs/%s claims nothing that is not in the list", (name) => {
  const { tests = [] } = parse(readFileSync(join("labs", name), "utf8")) as {
    tests?: { claims?: string | string[] }[];
  };
  const claimed = tests.flatMap((step) => step.claims ?? []);
  expect(claimed.filter((id) => !known.has(id))).toEqual([]);
});
