// Knows: the lab file as YAML: its plain value, and where every key and value of it was written.
// Refuses to know: which keys a lab file may have (schema.ts).

import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from "yaml";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Line, Span } from "../base/span.ts";
import { expandVariables, type Env } from "./expand.ts";
import type { Dialect } from "./dialect.ts";
import { plainValueOf } from "./plain-value.ts";
import { reportSyntaxErrors } from "./syntax-errors.ts";
import { createLineIndex, type LineIndex } from "./line-index.ts";
import { keyTextOf } from "./yaml-key.ts";

export type Path = readonly (string | number)[];

export interface LabSource {
  readonly file: string;
  /** The file as plain data: aliases and merge keys resolved, keys as strings, nulls of `topology` left out. */
  readonly data: unknown;
  /** Where the value at a path was written; its key when the value has many lines; else the nearest enclosing place. */
  spanOf(path: Path): Span;
  /** Where the last key of a path was written. */
  keySpanOf(path: Path): Span;
  /** A scalar as it stands in the file: `1.10` stays 1.10. */
  textOf(path: Path): string | undefined;
  /** The paths of a list's items. */
  itemsOf(path: Path): readonly Path[];
  /** The lines of a text, each with its own place where the text is a block (`|`). */
  linesOf(path: Path): readonly Line[];
}

interface Found {
  readonly pair: Pair | undefined;
  readonly node: Node | undefined;
}

export function parseLabSource(
  written: { readonly file: string; readonly text: string; readonly env: Env; readonly dialect: Dialect },
  sink: DiagnosticSink,
): LabSource {
  const { file, text } = written;
  const expanded = expandVariables(text, written.env, written.dialect);
  const index = createLineIndex(file, text, expanded);
  // Merge keys are resolved in plain-value.ts, where a loop of anchors can be reported instead of thrown.
  const document: Document = parseDocument(expanded.text, { prettyErrors: false, logLevel: "silent" });
  reportSyntaxErrors(document, index, sink);
  const data = sink.failed ? undefined : plainValueOf(document, index, sink);

  const spanOfFound = ({ pair, node }: Found): Span | undefined => {
    const [start, end] = node?.range ?? [undefined, undefined];
    const key = keyOf(pair);
    const manyLines = start !== undefined && !index.onOneLine(start, end ?? start);
    if (key?.range && (node === undefined || manyLines || start === end))
      return index.spanAt(key.range[0], key.range[1]);
    return start === undefined ? undefined : index.spanAt(start, end ?? start);
  };
  const keySpanOfFound = ({ pair, node }: Found): Span | undefined => {
    const key = keyOf(pair);
    return key?.range ? index.spanAt(key.range[0], key.range[1]) : spanOfFound({ pair, node });
  };
  const nearest = (path: Path, span: (found: Found) => Span | undefined): Span => {
    for (let depth = path.length; depth >= 0; depth--) {
      const found = find(document, path.slice(0, depth));
      const place = found && (depth === path.length ? span(found) : spanOfFound(found));
      if (place) return place;
    }
    return index.spanAt(0, 0);
  };

  return {
    file,
    data,
    spanOf: (path) => nearest(path, spanOfFound),
    keySpanOf: (path) => nearest(path, keySpanOfFound),
    textOf(path) {
      const node = resolved(document, find(document, path)?.node);
      if (!isScalar(node) || node.value === null) return undefined;
      return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
    },
    itemsOf(path) {
      const node = resolved(document, find(document, path)?.node);
      return isSeq(node) ? node.items.map((_, i) => [...path, i]) : [];
    },
    linesOf(path) {
      const node = resolved(document, find(document, path)?.node);
      if (!isScalar(node) || node.value === null) return [];
      const value = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
      const start = node.range?.[0] ?? 0;
      return linesOfText(
        value,
        node.type === "BLOCK_LITERAL" ? blockPlaces(start, index) : undefined,
        nearest(path, spanOfFound),
      );
    },
  };
}

type Places = (line: number, text: string) => Span;

function blockPlaces(start: number, index: LineIndex): Places {
  const header = index.expandedLineOf(start);
  return (line, text) => {
    const [from, to] = index.expandedLine(header + 1 + line);
    const raw = index.expandedText(from, to);
    const body = text.trim() === "" ? from : from + raw.length - raw.trimStart().length;
    return index.spanAt(body, from + raw.trimEnd().length);
  };
}

/** Splits a text into lines without the end that its last newline makes. */
function linesOfText(value: string, places: Places | undefined, whole: Span): readonly Line[] {
  const texts = value.split("\n").map((line) => line.replace(/\r$/, ""));
  while (texts.length > 0 && texts.at(-1) === "") texts.pop();
  return texts.map((text, i) => ({ text, at: places ? places(i, text) : whole }));
}

function keyOf(pair: Pair | undefined): Node | undefined {
  return pair !== undefined && (isScalar(pair.key) || isAlias(pair.key)) ? pair.key : undefined;
}

function resolved(document: Document, node: Node | undefined): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

function find(document: Document, path: Path): Found | undefined {
  let found: Found = { pair: undefined, node: document.contents ?? undefined };
  for (const part of path) {
    const next = findIn(document, resolved(document, found.node), part, new Set());
    if (!next) return undefined;
    found = next;
  }
  return found;
}

function findIn(document: Document, node: Node | undefined, part: string | number, seen: Set<Node>): Found | undefined {
  if (node === undefined || seen.has(node)) return undefined;
  seen.add(node);
  if (isSeq(node)) {
    const item = typeof part === "number" ? (node.items[part] as Node | undefined) : undefined;
    return item && { pair: undefined, node: item };
  }
  if (!isMap(node)) return undefined;
  const own = node.items.find((pair) => keyTextOf(document, pair.key) === String(part));
  if (own) return { pair: own, node: (own.value as Node | null) ?? undefined };
  for (const pair of node.items) {
    if (keyTextOf(document, pair.key) !== "<<") continue;
    const merged = resolved(document, (pair.value as Node | null) ?? undefined);
    for (const source of isSeq(merged) ? (merged.items as Node[]) : [merged]) {
      const inherited = findIn(document, resolved(document, source), part, seen);
      if (inherited) return inherited;
    }
  }
  return undefined;
}
