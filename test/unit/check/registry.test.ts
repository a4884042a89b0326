// Adding a check or an action is adding a file: the lists are made from the folders, and every entry describes itself.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { checks } from "../../../src/check/registry.ts";
import { actions } from "../../../src/scenario/action-registry.ts";
// @ts-expect-error a build script, not part of the program
import * as script from "../../../scripts/registry.mjs";

interface Registry {
  readonly file: string;
}
const { registries, renderRegistry, root } = script as {
  registries: readonly Registry[];
  renderRegistry: (registry: Registry) => Promise<string>;
  root: string;
};

test.each(registries.map((registry) => [registry.file, registry] as const))("%s is current", async (file, registry) => {
  expect(readFileSync(join(root, file), "utf8")).toBe(await renderRegistry(registry));
});

const entries = [...checks, ...actions];

test("every name is used once, and is the name of its file", () => {
  const names = entries.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const listed = registries.map(({ file }) => readFileSync(join(root, file), "utf8")).join("");
  for (const name of names) expect(listed).toContain(`/${name}.ts"`);
});

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly anyOf?: readonly Described[];
}

test.each(entries.map((entry) => [entry.name, entry] as const))(
  "%s describes each of its keys",
  (_, { schema, summary }) => {
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
    const json = z.toJSONSchema(schema, { io: "input" }) as Described;
    const shapes = [json, ...(json.anyOf ?? [])];
    for (const shape of shapes) {
      for (const [key, property] of Object.entries(shape.properties ?? {})) {
        const words = property.description ?? property.anyOf?.map(({ description }) => description ?? "").join("");
        expect(words, `${key} has no description`).toMatch(/\S/);
      }
    }
  },
);
