// Knows: where in a file something was written.
// Refuses to know: what was written there.

/** A place in a text file. `line` and `col` count from 1, `length` in characters (0: a point). */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly length: number;
}

/** `labs/a.yml:3:7`, the form editors and terminals turn into a link. */
export function formatSpan(span: Span): string {
  return `${span.file}:${span.line}:${span.col}`;
}

/** A line of text together with the place it came from (a line of frr.conf, a NCLU command). */
export interface Line {
  readonly text: string;
  readonly at: Span;
}

/** Order by file, then by position; for sorting what a phase found. */
export function compareSpans(a: Span, b: Span): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.col - b.col;
}
