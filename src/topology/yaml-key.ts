// Knows: the key of a YAML pair as text.
// Refuses to know: what the key means.

import { isAlias, isScalar, type Document } from "yaml";

/** The text of a key: `1:` is the key "1". */
export function keyTextOf(document: Document, key: unknown): string | undefined {
  const node = isAlias(key) ? key.resolve(document) : key;
  if (!isScalar(node)) return undefined;
  if (node.value === null) return "";
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
