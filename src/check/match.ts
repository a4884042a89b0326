// Knows: when a JSON value contains what a pattern asks for, and where the nearest miss is.
// Refuses to know: where the value came from.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One place where the value is not what the pattern asks. `path` is written as jq would: `.peers["1.1.1.1"].state`. */
export interface Mismatch {
  readonly path: string;
  /** What was wanted, in words: `"Established"`, `>= 3`, `absent`. */
  readonly wanted: string;
  /** What is there, in words; `nothing` when the key is not there. */
  readonly got: string;
}

/** First item of a list whose order and length count. */
export const ordered = "__ordered__";

/**
 * Empty when `actual` contains `pattern`: every key given must be there with that value; every item of a list must
 * be matched by an item of its own, in any order (in order and nothing else after `"__ordered__"`); null means absent;
 * `"*"` means any value; `">= 3"` and the like compare numbers. An item without a match is reported by its closest.
 */
export function matchJson(pattern: Json, actual: Json | undefined, path = ""): readonly Mismatch[] {
  if (pattern === null)
    return actual === undefined || actual === null ? [] : [{ path, wanted: "absent", got: show(actual) }];
  if (actual === undefined) return [{ path, wanted: show(pattern), got: "nothing" }];
  if (isList(pattern)) return matchList(pattern, actual, path);
  if (typeof pattern === "object") return matchMap(pattern, actual, path);
  return matchesScalar(pattern, actual) ? [] : [{ path, wanted: show(pattern), got: show(actual) }];
}

function matchMap(pattern: { readonly [key: string]: Json }, actual: Json, path: string): readonly Mismatch[] {
  if (typeof actual !== "object" || actual === null || isList(actual)) {
    return [{ path, wanted: show(pattern), got: show(actual) }];
  }
  return Object.entries(pattern).flatMap(([key, wanted]) =>
    matchJson(wanted, Object.hasOwn(actual, key) ? actual[key] : undefined, `${path}${keyPath(key)}`),
  );
}

function matchList(pattern: readonly Json[], actual: Json, path: string): readonly Mismatch[] {
  if (!isList(actual)) return [{ path, wanted: show(pattern), got: show(actual) }];
  if (pattern[0] === ordered) {
    const wanted = pattern.slice(1);
    if (wanted.length !== actual.length) {
      return [{ path, wanted: items(wanted.length), got: `${items(actual.length)}: ${show(actual)}` }];
    }
    return wanted.flatMap((item, i) => matchJson(item, actual[i], `${path}[${i}]`));
  }
  const misses = pattern.map((item) => actual.map((candidate, i) => matchJson(item, candidate, `${path}[${i}]`)));
  const taken = assign(misses.map((row) => row.map((found) => found.length === 0)));
  return pattern.flatMap((item, row) => {
    if (taken.byItem[row] !== undefined) return [];
    return closestMiss(item, actual, misses[row] ?? [], taken.used, path);
  });
}

/** The miss that says most: the candidate with the fewest differences, one that no other item has taken if there is one. */
function closestMiss(
  item: Json,
  actual: readonly Json[],
  candidates: readonly (readonly Mismatch[])[],
  used: ReadonlySet<number>,
  path: string,
): readonly Mismatch[] {
  const alike = candidates.filter((found) => found.length === 0).length;
  if (alike > 0) return [{ path: `${path}[]`, wanted: `one more ${show(item)}`, got: `only ${items(alike)} like it` }];
  const free = candidates.filter((_, i) => !used.has(i));
  const best = (free.length > 0 ? free : candidates).toSorted((a, b) => a.length - b.length)[0];
  // A scalar is right or wrong: none of the others is closer to it than the rest.
  const structured = typeof item === "object" && item !== null;
  return best !== undefined && (structured || actual.length === 1)
    ? best
    : [{ path: `${path}[]`, wanted: show(item), got: actual.length === 0 ? "an empty list" : show(actual) }];
}

/**
 * Gives each item of the pattern a candidate of its own where that is possible (augmenting paths, Kuhn's algorithm):
 * taking the first that fits would let `"*"` steal the only match of the item after it.
 */
function assign(fits: readonly (readonly boolean[])[]): {
  readonly byItem: readonly (number | undefined)[];
  readonly used: ReadonlySet<number>;
} {
  const itemOf = new Map<number, number>();
  const place = (item: number, seen: Set<number>): boolean => {
    for (const [candidate, fit] of (fits[item] ?? []).entries()) {
      if (!fit || seen.has(candidate)) continue;
      seen.add(candidate);
      const holder = itemOf.get(candidate);
      if (holder === undefined || place(holder, seen)) {
        itemOf.set(candidate, item);
        return true;
      }
    }
    return false;
  };
  for (let item = 0; item < fits.length; item++) place(item, new Set());
  const byItem: (number | undefined)[] = fits.map(() => undefined);
  for (const [candidate, item] of itemOf) byItem[item] = candidate;
  return { byItem, used: new Set(itemOf.keys()) };
}

function matchesScalar(pattern: boolean | number | string, actual: Json): boolean {
  if (pattern === actual || pattern === "*") return true;
  return typeof pattern === "string" && typeof actual === "number" && compareNumber(pattern, actual) === true;
}

const comparison = /^(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)$/;

/** Whether a text is a comparison such as `>= 3`. */
export function isComparison(text: string): boolean {
  return comparison.test(text);
}

/** `>= 3` against a number; undefined when the text is no comparison. */
export function compareNumber(text: string, actual: number): boolean | undefined {
  const [, operator, limitText] = comparison.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const limit = Number(limitText);
  switch (operator) {
    case ">=":
      return actual >= limit;
    case "<=":
      return actual <= limit;
    case ">":
      return actual > limit;
    case "<":
      return actual < limit;
    case "!=":
      return actual !== limit;
    default:
      return actual === limit;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function keyPath(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function items(count: number): string {
  return count === 1 ? "1 item" : `${count} items`;
}

/** Longest text of a value in a message: it names the value, it need not hold all of it. */
const longestShown = 100;

function show(value: Json): string {
  if (typeof value === "string" && isComparison(value)) return value;
  if (value === "*") return "any value";
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
}

/** The mismatch as a line of the report. */
export function describeMismatch({ path, wanted, got }: Mismatch): string {
  return `${path === "" ? "." : path}: wanted ${wanted}, got ${got}`;
}
