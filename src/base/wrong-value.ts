// Knows: how a value that is wrong in a file is called, and what is said when it is none of those allowed.
// Refuses to know: what is allowed where, and who reads the file.

import { didYouMean } from "./suggest.ts";

export type Path = readonly (string | number)[];

/** The value at a path in what a file holds; undefined when there is none. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | undefined | null)?.[part],
    data,
  );
}

/** A path as zod gives it; no file has symbols. */
export function pathOf(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === "symbol" ? String(part) : part));
}

/** `nothing`, `a list`, `a map`, `"text"`, `3`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}"` : String(value);
}

/** `"state" of ospf cannot be "Ful"; did you mean "Full"?`, and all that it can be. */
export function noneOf(name: string, value: unknown, values: readonly unknown[]): { message: string; hint: string } {
  const allowed = values.map(String);
  const meant = typeof value === "string" ? didYouMean(value, allowed) : "";
  return { message: `${name} cannot be ${describeValue(value)}${meant}`, hint: `one of: ${allowed.join(", ")}` };
}

/** `"port" of tcp is 70000: the most is 65535`; `"run" of run takes at least 1 entry, and has none`. */
export function outOfRange(name: string, value: unknown, limit: number | bigint): string {
  const size = Array.isArray(value) || typeof value === "string" ? value.length : undefined;
  if (size === undefined)
    return `${name} is ${String(value)}: the ${Number(value) < limit ? "least" : "most"} is ${limit}`;
  const bound = size < limit ? "at least" : "at most";
  if (!Array.isArray(value)) return `${name} takes ${bound} ${limit} characters, not ${describeValue(value)}`;
  return `${name} takes ${bound} ${limit} ${limit === 1 ? "entry" : "entries"}, and has ${size === 0 ? "none" : size}`;
}
