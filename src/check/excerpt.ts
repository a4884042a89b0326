// Knows: how a long answer is cut down to what a reader needs.
// Refuses to know: whether it is right.

import type { Json } from "./match.ts";

/** More lines than this bury the difference they should show. */
const mostLines = 20;

/** The first lines, and how many were left out. */
export function trimAnswer(text: string): string {
  const lines = text.trimEnd().replaceAll("\r", "").split("\n");
  if (lines.length <= mostLines) return lines.join("\n");
  return [...lines.slice(0, mostLines - 1), `… ${lines.length - mostLines + 1} more lines`].join("\n");
}

/** The smallest part of a JSON answer around a path (as match.ts writes it) that fits, with the path it stands at. */
export function excerptAround(value: Json, path: string): string {
  const parts = partsOf(path);
  for (let depth = 0; depth <= parts.length; depth++) {
    const part = valueAt(value, parts.slice(0, depth));
    if (part === undefined) break;
    const text = JSON.stringify(part, undefined, 2);
    const fits = text.split("\n").length <= mostLines;
    const deeper = valueAt(value, parts.slice(0, depth + 1));
    const last = depth === parts.length || deeper === undefined || typeof deeper !== "object" || deeper === null;
    if (fits || last)
      return depth === 0 ? trimAnswer(text) : `${pathText(parts.slice(0, depth))} = ${trimAnswer(text)}`;
  }
  return trimAnswer(JSON.stringify(value, undefined, 2));
}

type Part = string | number;

function partsOf(path: string): Part[] {
  const parts: Part[] = [];
  for (const [, name, quoted, index] of path.matchAll(/\.([A-Za-z_]\w*)|\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]/g)) {
    parts.push(name ?? (quoted === undefined ? Number(index) : (JSON.parse(quoted) as string)));
  }
  return parts;
}

function pathText(parts: readonly Part[]): string {
  return parts
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
    )
    .join("");
}

function valueAt(value: Json, parts: readonly Part[]): Json | undefined {
  let inner: Json | undefined = value;
  for (const part of parts) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Readonly<Record<Part, Json>>)[part];
  }
  return inner;
}
