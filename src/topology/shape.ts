// Knows: how zod's complaints become diagnostics with a place, the closest allowed word, and the reserved names.
// Refuses to know: which keys there are (schema.ts, reserved.ts).

import type { z } from "zod";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import { didYouMean, suggest } from "../base/suggest.ts";
import { describeValue, noneOf, outOfRange, pathOf, valueAt } from "../base/wrong-value.ts";
import type { Dialect } from "./dialect.ts";
import type { LabSource, Path } from "./lab-source.ts";
import { isComing, isIgnored, placeOf } from "./reserved.ts";
import { fileSchema, type WrittenFile } from "./schema.ts";
import { describeExpected, keysAt } from "./schema-walk.ts";

type Issue = z.core.$ZodIssue;

/** Reports every mistake of shape. The file as data, typed, when there is none. */
export function checkShape(source: LabSource, dialect: Dialect, sink: DiagnosticSink): WrittenFile | undefined {
  if (source.data === null || source.data === undefined) {
    sink.error("shape/empty", source.spanOf([]), "the lab file is empty", {
      hint: "it starts with `name:` and `topology:`",
    });
    return undefined;
  }
  const parsed = fileSchema.safeParse(source.data);
  for (const issue of parsed.error?.issues ?? []) report(issue, [], source, dialect, sink);
  // Ignored keys leave issues behind in zod's eyes; without errors of our own the data has the schema's shape.
  return sink.failed ? undefined : (source.data as WrittenFile);
}

function report(issue: Issue, base: Path, source: LabSource, dialect: Dialect, sink: DiagnosticSink): void {
  const path: Path = [...base, ...pathOf(issue.path)];
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) reportKey(key, path, source, dialect, sink);
      return;
    case "invalid_union": {
      const branch = closestBranch(issue.errors as Issue[][]);
      if (valueAt(source.data, path) === undefined) reportMissing(path, source, sink);
      else if (branch) for (const inner of branch) report(inner, path, source, dialect, sink);
      else reportValue(path, source, sink);
      return;
    }
    case "invalid_type":
      if (valueAt(source.data, path) === undefined) reportMissing(path, source, sink);
      else reportValue(path, source, sink);
      return;
    case "invalid_value": {
      const { message, hint } = noneOf(nameOf(path), valueAt(source.data, path), issue.values);
      sink.error("shape/value", source.spanOf(path), message, { hint });
      return;
    }
    case "too_small":
    case "too_big": {
      const limit = issue.code === "too_small" ? issue.minimum : issue.maximum;
      sink.error("shape/range", source.spanOf(path), outOfRange(nameOf(path), valueAt(source.data, path), limit));
      return;
    }
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "invalid_key":
    case "not_multiple_of":
      sink.error("shape/value", source.spanOf(path), `${nameOf(path)}: ${issue.message}`);
  }
}

function reportKey(key: string, path: Path, source: LabSource, dialect: Dialect, sink: DiagnosticSink): void {
  const at = source.keySpanOf([...path, key]);
  const place = placeOf(path);
  if (isIgnored(place, key, dialect === "clab")) {
    sink.warn("shape/ignored", at, `"${key}" has no meaning here and is ignored`);
    return;
  }
  if (isComing(place, key)) {
    sink.error("shape/not-yet", at, `"${key}" is reserved: this version of labctl does not know it yet`);
    return;
  }
  const allowed = keysAt(fileSchema, path, { lacking: key });
  const where = path.length === 0 ? "the lab file" : nameOf(path);
  sink.error("shape/unknown-key", at, `${where} has no key "${key}"${didYouMean(key, allowed)}`, {
    hint: `known here: ${allowed.join(", ")}`,
  });
}

function reportMissing(path: Path, source: LabSource, sink: DiagnosticSink): void {
  const where = path.length === 1 ? "the lab file" : nameOf(path.slice(0, -1));
  const key = String(path.at(-1));
  // Misspelt, it is reported as an unknown key already.
  const others = keysOf(valueAt(source.data, path.slice(0, -1)));
  const allowed = keysAt(fileSchema, path.slice(0, -1), { having: key });
  if (
    suggest(
      key,
      others.filter((other) => !allowed.includes(other)),
    ) !== undefined
  )
    return;
  const known = describeExpected(fileSchema, path);
  sink.error("shape/missing", source.spanOf(path.slice(0, -1)), `${where} has no "${key}"`, {
    hint: `\`${key}:\` takes ${known}`,
  });
}

function reportValue(path: Path, source: LabSource, sink: DiagnosticSink): void {
  const got = describeValue(valueAt(source.data, path));
  sink.error(
    "shape/type",
    source.spanOf(path),
    `${nameOf(path)} takes ${describeExpected(fileSchema, path)}, not ${got}`,
  );
}

/** The branch of a union that got furthest: the one whose complaints lie inside the value, and not about its type. */
function closestBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const flat = branches.flatMap((issues): Issue[][] => {
    const [only, second] = issues;
    const isNested = only?.code === "invalid_union" && second === undefined && only.path.length === 0;
    return isNested ? (only.errors as Issue[][]) : [issues];
  });
  const inside = flat.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code !== "invalid_type"),
  );
  // Of two forms that are maps, the one with fewer complaints was meant; each unknown key is one.
  const complaints = (issues: Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
  // Between equals it is the one that got inside a value of its own.
  const gotInside = (issues: Issue[]): boolean => issues.some((issue) => issue.path.length > 1);
  return inside.toSorted((a, b) => complaints(a) - complaints(b) || Number(gotInside(b)) - Number(gotInside(a)))[0];
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** `node "tor"`, `topology.links[2]`: the place in words a reader of the file knows. */
export function nameOf(path: Path): string {
  const [first, second, third] = path;
  if (first === "topology" && path.length === 3) {
    if (second === "nodes") return `node "${third}"`;
    if (second === "links" && typeof third === "number") return `link ${third + 1}`;
  }
  if (first === "tests" && path.length === 2) return `test ${Number(second) + 1}`;
  if (first === "topology" && path.length > 3 && (second === "nodes" || second === "links")) {
    return `${tail(path.slice(3))} of ${nameOf(path.slice(0, 3))}`;
  }
  return tail(path);
}

function tail(path: Path): string {
  const text = path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("");
  return text === "" ? "the lab file" : `"${text}"`;
}
