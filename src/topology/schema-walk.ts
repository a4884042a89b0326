// Knows: how to find the part of a zod schema that a path of the file belongs to, its keys, and what it takes in words.
// Refuses to know: this schema in particular.

import { z } from "zod";
import type { Path } from "./lab-source.ts";

/** The keys allowed at a path, sorted; of several forms only those that have `only.having`, or lack `only.lacking`. */
export function keysAt(
  schema: z.ZodType,
  path: Path,
  only: { readonly having?: string; readonly lacking?: string } = {},
): readonly string[] {
  const forms = schemasAt(schema, path).flatMap((part) =>
    part instanceof z.ZodObject ? [Object.keys(part.shape as object)] : [],
  );
  const { having, lacking } = only;
  const keys = forms.filter(
    (form) => (having === undefined || form.includes(having)) && (lacking === undefined || !form.includes(lacking)),
  );
  return [...new Set(keys.flat())].toSorted();
}

/** "a whole number", "text or a list": what stands in a message after "takes". */
export function describeExpected(schema: z.ZodType, path: Path): string {
  const all = [...new Set(schemasAt(schema, path).map(describe))];
  // Where text is taken, numbers and booleans are taken as text too: not worth a word.
  const words = all.includes("text") ? all.filter((w) => w !== "a whole number" && w !== "true or false") : all;
  return words.length === 0 ? "something else" : words.join(" or ");
}

function describe(part: z.ZodType): string {
  if (part instanceof z.ZodObject || part instanceof z.ZodRecord) return "a map";
  if (part instanceof z.ZodArray) return "a list";
  if (part instanceof z.ZodNumber) return "a whole number";
  if (part instanceof z.ZodBoolean) return "true or false";
  if (part instanceof z.ZodEnum) return `one of ${part.options.join(", ")}`;
  return "text";
}

/** A union leads to several. */
function schemasAt(schema: z.ZodType, path: Path): readonly z.ZodType[] {
  let parts = branchesOf(schema);
  for (const key of path) parts = parts.flatMap((part) => branchesOf(childOf(part, key)));
  return parts;
}

function childOf(part: z.ZodType, key: string | number): z.ZodType | undefined {
  if (part instanceof z.ZodObject) return (part.shape as Record<string, z.ZodType>)[key];
  if (part instanceof z.ZodRecord) return part.valueType as z.ZodType;
  return part instanceof z.ZodArray ? (part.element as z.ZodType) : undefined;
}

function branchesOf(schema: z.ZodType | undefined): readonly z.ZodType[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodOptional) return branchesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) return (schema.options as readonly z.ZodType[]).flatMap(branchesOf);
  return [schema];
}
