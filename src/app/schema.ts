// Knows: how the JSON Schema of a lab file is put together: the file's own, and each check's and action's.
// Refuses to know: what any of them says.

import { z } from "zod";
import { checks } from "../check/registry.ts";
import { actions } from "../scenario/action-registry.ts";
import { labJsonSchema, type JsonSchema } from "../topology/json-schema.ts";

export function fileSchema(): JsonSchema {
  const steps = [...checks, ...actions].map(({ name, schema, summary }) => {
    const { $schema: _, ...body } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return [name, { description: summary, ...body }] as const;
  });
  return labJsonSchema(Object.fromEntries(steps));
}
