// Knows: a bound on a version, `< 9` or `>= 10.1`, and whether a version keeps it.
// Refuses to know: whose version it is.

const form = /^(<|<=|>|>=)\s*(\d+(?:\.\d+)*)$/;

export interface VersionBound {
  /** As it was written. */
  readonly text: string;
  readonly relation: "<" | "<=" | ">" | ">=";
  readonly numbers: readonly number[];
}

export function parseVersionBound(text: string): VersionBound | undefined {
  const [, relation, version] = form.exec(text.trim()) ?? [];
  if (relation === undefined || version === undefined) return undefined;
  return { text: text.trim(), relation: relation as VersionBound["relation"], numbers: numbersOf(version) };
}

/** As far as the bound is written: 10.3 is not above 10, and 10.3-dev not below it. */
export function keepsBound(version: string, { relation, numbers }: VersionBound): boolean {
  const has = numbersOf(version);
  const differing = numbers.findIndex((number, i) => number !== (has[i] ?? 0));
  if (differing < 0) return relation.endsWith("=");
  const isBelow = (has[differing] ?? 0) < (numbers[differing] as number);
  return isBelow === relation.startsWith("<");
}

function numbersOf(version: string): readonly number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10) || 0);
}
