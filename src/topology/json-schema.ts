// Knows: the lab file's schema as JSON Schema, for editors.
// Refuses to know: what each test step takes; it is told.

import { z } from "zod";
import { allStepNames } from "./steps.ts";
import { fileSchema, stepShape } from "./schema.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema (draft 2020-12) of a lab file. `testStepSchemas` gives, by name, the schema of the value of each check and
 * action; a step without one takes any value.
 */
export function labJsonSchema(testStepSchemas: Readonly<Record<string, JsonSchema>> = anyStep): JsonSchema {
  const file = z.toJSONSchema(fileSchema) as { properties: Record<string, JsonSchema> };
  const tests = file.properties["tests"];
  const { $schema: _, ...common } = z.toJSONSchema(z.strictObject(stepShape)) as {
    properties: object;
    $schema: string;
  };
  const items = {
    ...common,
    properties: { ...common.properties, ...testStepSchemas },
    oneOf: Object.keys(testStepSchemas).map((name) => ({ required: [name] })),
  };
  return { title: "labctl lab file", ...file, properties: { ...file.properties, tests: { ...tests, items } } };
}

const anyStep: Readonly<Record<string, JsonSchema>> = Object.fromEntries(allStepNames.map((name) => [name, {}]));
