// Knows: how rows become aligned columns.
// Refuses to know: what the columns mean and where they are printed.

import type { Style } from "./style.ts";
import { padEnd, padStart, textWidth } from "./width.ts";

export interface TableOptions {
  readonly style: Style;
  /** Headings; none when left out. */
  readonly head?: readonly string[];
  /** Columns set flush right (numbers), counted from 0. */
  readonly right?: readonly number[];
  readonly indent?: number;
}

/** Columns are this far apart. */
const gap = 2;

/** Lines of text, each ended by a newline; a cell may hold several lines. No rows: no text, not even the head. */
export function renderTable(rows: readonly (readonly string[])[], options: TableOptions): string {
  if (rows.length === 0) return "";
  const { style, head, right = [], indent = 0 } = options;
  const all = head ? [head.map((title) => style("dim", title)), ...rows] : rows;
  const lines = all.flatMap(linesOfRow);
  const widths = widthsOf(lines);
  return lines
    .map((cells) => {
      const set = cells.map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(column) ? padStart(cell, width) : padEnd(cell, width);
      });
      return `${" ".repeat(indent)}${set.join(" ".repeat(gap))}`.trimEnd() + "\n";
    })
    .join("");
}

function linesOfRow(cells: readonly string[]): readonly string[][] {
  const split = cells.map((cell) => cell.split("\n"));
  const height = Math.max(1, ...split.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => split.map((lines) => lines[line] ?? ""));
}

function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const cells of lines) {
    cells.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, textWidth(cell))));
  }
  return widths;
}
