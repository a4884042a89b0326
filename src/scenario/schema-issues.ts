// Knows: how zod's complaints about a step's value become diagnostics at the place that is wrong.
// Refuses to know: which keys there are (the check or action declares them).

import type { z } from "zod";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import { didYouMean, suggest } from "../base/suggest.ts";
import { describeValue, noneOf, outOfRange, pathOf, valueAt, type Path } from "../base/wrong-value.ts";
import type { TestStep } from "../model/lab.ts";

type Issue = z.core.$ZodIssue;

interface Place {
  readonly step: TestStep;
  /** Where the value stands inside the step's: `[]` but for a check inside a check. */
  readonly base: Path;
  readonly value: unknown;
  readonly schema: z.ZodType;
  readonly sink: DiagnosticSink;
}

/** Checks the value; its typed form, or undefined after reporting every mistake. */
export function validate(place: Place): { readonly value: unknown } | undefined {
  const parsed = place.schema.safeParse(place.value);
  if (parsed.success) return { value: parsed.data };
  const { issues } = parsed.error;
  for (const issue of issues) if (!isExplained(issue, issues, place.value)) report(issue, [], place);
  return undefined;
}

/** A key that is missing because it is misspelt, and a rule that misses it, are said with the unknown key. */
function isExplained(issue: Issue, all: readonly Issue[], data: unknown): boolean {
  const unknownAt = (path: readonly PropertyKey[]): readonly string[] =>
    all.flatMap((other) =>
      other.code === "unrecognized_keys" && other.path.join("\n") === path.join("\n") ? other.keys : [],
    );
  if (issue.code === "custom") return unknownAt(issue.path).length > 0;
  const isMissing = issue.path.length > 0 && valueAt(data, pathOf(issue.path)) === undefined;
  return isMissing && suggest(String(issue.path.at(-1)), unknownAt(issue.path.slice(0, -1))) !== undefined;
}

function report(issue: Issue, base: Path, place: Place): void {
  const path: Path = [...base, ...pathOf(issue.path)];
  const { step, sink } = place;
  const at = step.spanOf([...place.base, ...path]);
  const value = valueAt(place.value, path);
  const name = path.length === 0 ? step.what : `"${path.join(".")}" of ${step.what}`;
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysOf(place.schema, path);
      for (const key of issue.keys) {
        const where = path.length === 0 ? step.what : name;
        sink.error(
          "tests/unknown-key",
          step.keySpanOf([...place.base, ...path, key]),
          `${where} has no key "${key}"${didYouMean(key, known)}`,
          {
            hint: `it takes: ${known.join(", ")}`,
          },
        );
      }
      return;
    }
    case "invalid_union": {
      if (value === undefined && path.length > 0) return reportMissing(path, place);
      const branch = closestBranch(issue.errors as Issue[][]);
      if (branch) for (const inner of branch) report(inner, path, place);
      else
        sink.error(
          "tests/value",
          at,
          `${name} cannot be ${describeValue(value)}${meantOf(value, issue.errors.flat())}`,
          hintFor(issue.errors.flat()),
        );
      return;
    }
    case "invalid_type":
      if (value === undefined && path.length > 0) return reportMissing(path, place);
      sink.error("tests/value", at, `${name} takes ${wordFor(issue.expected)}, not ${describeValue(value)}`);
      return;
    case "invalid_value": {
      const { message, hint } = noneOf(name, value, issue.values);
      sink.error("tests/value", at, message, { hint });
      return;
    }
    case "too_small":
    case "too_big":
      sink.error(
        "tests/value",
        at,
        outOfRange(name, value, issue.code === "too_small" ? issue.minimum : issue.maximum),
      );
      return;
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "not_multiple_of":
      sink.error("tests/value", at, `${name}: ${issue.message}`);
  }
}

function reportMissing(path: Path, { step, base, schema, sink }: Place): void {
  const outer = path.slice(0, -1);
  const where = outer.length === 0 ? step.what : `"${outer.join(".")}" of ${step.what}`;
  sink.error("tests/missing", step.spanOf([...base, ...outer]), `${where} needs "${path.at(-1)}"`, {
    hint: `it takes: ${keysOf(schema, outer).join(", ")}`,
  });
}

/** The branch of a union that got furthest: its complaints lie inside the value, not in its type. */
function closestBranch(branches: readonly Issue[][]): Issue[] | undefined {
  return branches.find(
    (issues) => issues.length > 0 && issues.every((i) => i.path.length > 0 || i.code === "unrecognized_keys"),
  );
}

/** The word that was meant, where a branch of a union has a list of them. */
function meantOf(value: unknown, issues: readonly Issue[]): string {
  const allowed = issues.flatMap((issue) => (issue.code === "invalid_value" ? issue.values.map(String) : []));
  return typeof value === "string" ? didYouMean(value, allowed) : "";
}

/** What the branches of a union would have taken. */
function hintFor(issues: readonly Issue[]): { readonly hint: string } | Record<string, never> {
  const words = issues.flatMap((issue) => {
    if (issue.code === "invalid_value") return [`one of ${issue.values.join(", ")}`];
    if (issue.code === "invalid_type") return [wordFor(issue.expected)];
    return issue.code === "custom" ? [issue.message] : [];
  });
  return words.length === 0 ? {} : { hint: `it takes ${[...new Set(words)].join(", or ")}` };
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
};

function wordFor(expected: string): string {
  return words[expected] ?? expected;
}

/** The keys that a strict object at `path` in the schema takes; looks through optional, refine and union. */
function keysOf(schema: z.ZodType, path: Path): readonly string[] {
  const shapes = shapesOf(schema);
  const [first, ...rest] = path;
  if (first === undefined) return shapes.flatMap((shape) => Object.keys(shape));
  return shapes.flatMap((shape) => {
    const inner = shape[String(first)];
    return inner === undefined ? [] : keysOf(inner, rest);
  });
}

function shapesOf(schema: z.ZodType): readonly Readonly<Record<string, z.ZodType>>[] {
  const definition = schema.def as {
    innerType?: z.ZodType;
    options?: readonly z.ZodType[];
    shape?: Record<string, z.ZodType>;
  };
  if (definition.shape) return [definition.shape];
  if (definition.innerType) return shapesOf(definition.innerType);
  return (definition.options ?? []).flatMap((option) => shapesOf(option));
}
