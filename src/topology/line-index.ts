// Knows: offsets of the expanded text as lines and columns of the file.
// Refuses to know: what stands there.

import type { Span } from "../base/span.ts";
import type { Expanded } from "./expand.ts";

export interface LineIndex {
  /** The span of two offsets of the expanded text, cut at the end of its first line. */
  spanAt(start: number, end: number): Span;
  onOneLine(start: number, end: number): boolean;
  expandedLineOf(offset: number): number;
  /** Start and end offset of a line (from 0) of the expanded text, without its newline. */
  expandedLine(line: number): readonly [number, number];
  expandedText(start: number, end: number): string;
}

export function createLineIndex(file: string, source: string, expanded: Expanded): LineIndex {
  const sourceStarts = lineStartsOf(source);
  const expandedStarts = lineStartsOf(expanded.text);
  const expandedLine = (line: number): readonly [number, number] => {
    const last = expandedStarts.length - 1;
    const at = Math.max(0, Math.min(line, last));
    const next = expandedStarts[at + 1];
    return [expandedStarts[at] ?? 0, next === undefined ? expanded.text.length : next - 1];
  };
  return {
    spanAt(start, end) {
      const from = expanded.originOf(Math.max(0, Math.min(start, expanded.text.length)));
      const to = Math.max(from, expanded.originOf(Math.max(0, Math.min(end, expanded.text.length))));
      const line = lineOf(sourceStarts, from);
      const lineStart = sourceStarts[line] ?? 0;
      const lineEnd = (sourceStarts[line + 1] ?? source.length + 1) - 1;
      const length = source.slice(from, Math.min(to, lineEnd)).trimEnd().length;
      return { file, line: line + 1, col: from - lineStart + 1, length };
    },
    onOneLine: (start, end) => !expanded.text.slice(start, end).trimEnd().includes("\n"),
    expandedLineOf: (offset) => lineOf(expandedStarts, offset),
    expandedLine,
    expandedText: (start, end) => expanded.text.slice(start, end),
  };
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
