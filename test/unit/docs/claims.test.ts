// Knows: that the list of claims is well formed, and that a lab claims nothing that is not in it.
// Refuses to know: which lab proves what (docs/claims.md), and whether it does (the kernel tests run the labs).

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const claim = z.strictObject({
  says: z.string().regex(/\.$/, "a sentence"),
  instead: z.string().optional(),
  needs: z.array(z.enum(["vrf", "vlan"])).optional(),
  beyond: z.literal(true).optional(),
});
const post = z.strictObject({
  post: z.string().optional(),
  about: z.string(),
  claims: z.record(z.string(), claim),
});
const posts = z.record(z.string(), post).parse(parse(readFileSync("docs/claims.yml", "utf8")));

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
