// Knows: what the YAML parser complains about, in words that say what to do.
// Refuses to know: anything above YAML.

import { isMap, visit, type Document } from "yaml";
import type { DiagnosticExtra, DiagnosticSink } from "../base/diagnostics.ts";
import type { LineIndex } from "./line-index.ts";
import { keyTextOf } from "./yaml-key.ts";

const advice: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = {
  TAB_AS_INDENT: { message: "a tab cannot indent YAML", hint: "use spaces" },
  BAD_INDENT: { message: "the indentation fits nothing above", hint: "keys of one map start in the same column" },
  MULTIPLE_DOCS: { message: "a second YAML document starts here", hint: "one lab a file: take out the `---`" },
  MULTILINE_IMPLICIT_KEY: {
    message: "this text runs over several lines where a key is due",
    hint: "is a `:` missing?",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "a map cannot start here, on the same line",
    hint: "put it on the next line, or quote the text when its `: ` is part of it",
  },
};

/** Only the first mistake of a line: the parser stumbles on after one. */
export function reportSyntaxErrors(document: Document, index: LineIndex, sink: DiagnosticSink): void {
  const lines = new Set<number>();
  for (const problem of document.errors) {
    const at = index.spanAt(problem.pos[0], problem.pos[1]);
    if (lines.has(at.line)) continue;
    lines.add(at.line);
    if (problem.code === "DUPLICATE_KEY") {
      reportDuplicateKey(document, problem.pos[0], index, sink);
      continue;
    }
    const bracket = /^Flow .* end with a ([\]}])$/.exec(problem.message)?.[1];
    if (bracket !== undefined) {
      reportUnclosed(document, problem.pos[0], bracket, index, sink);
      continue;
    }
    const known = advice[problem.code];
    const hint = unsetVariableHint(problem.pos[0], index) ?? known?.hint;
    const extra: DiagnosticExtra = hint === undefined ? {} : { hint };
    const code = `syntax/${problem.code.toLowerCase().replaceAll("_", "-")}`;
    sink.error(code, at, known?.message ?? lowerFirst(problem.message), extra);
  }
}

function reportDuplicateKey(document: Document, offset: number, index: LineIndex, sink: DiagnosticSink): void {
  visit(document, {
    Map(_, map) {
      const second = map.items.find((pair) => offsetOf(pair.key) === offset);
      if (!isMap(map) || !second) return undefined;
      const key = keyTextOf(document, second.key) ?? "";
      const first = map.items.find((pair) => keyTextOf(document, pair.key) === key);
      const firstAt = offsetOf(first?.key) ?? offset;
      sink.error("syntax/duplicate-key", index.spanAt(offset, offset + key.length), `"${key}" is written twice`, {
        related: [{ at: index.spanAt(firstAt, firstAt + key.length), message: "first written here" }],
      });
      return visit.BREAK;
    },
  });
}

/** The parser stops where the next line cannot go on with the list; the mistake is where the list starts. */
function reportUnclosed(
  document: Document,
  offset: number,
  bracket: string,
  index: LineIndex,
  sink: DiagnosticSink,
): void {
  let start = offset;
  visit(document, {
    Collection(_, node) {
      const at = offsetOf(node);
      if (node.flow === true && at !== undefined && at < offset) start = at;
    },
  });
  const what = bracket === "]" ? "this list is" : "this map is";
  sink.error("syntax/unclosed", index.spanAt(start, offset), `${what} not closed`, {
    hint: `a "${bracket}" is missing`,
  });
}

/** A variable that is not set stays as it is written, and its braces look like a map. */
function unsetVariableHint(offset: number, index: LineIndex): string | undefined {
  const [from, to] = index.expandedLine(index.expandedLineOf(offset));
  const name = /\$\{(\w+)\}/.exec(index.expandedText(from, to))?.[1];
  return name === undefined ? undefined : `the environment has no variable ${name}`;
}

function offsetOf(key: unknown): number | undefined {
  const range = (key as { range?: readonly number[] | null } | null | undefined)?.range;
  return range?.[0];
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
