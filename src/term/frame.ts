// Knows: how one mistake in a file is shown: place, message, the line itself with a mark under it, and what to do.
// Refuses to know: who found it and how files are read (`readText` is given).

import type { Diagnostic } from "../base/diagnostics.ts";
import { formatSpan, type Span } from "../base/span.ts";
import type { Style } from "./style.ts";
import { textWidth } from "./width.ts";

export interface FrameOptions {
  readonly style: Style;
  /** The file's text, or undefined when it cannot be read (then no lines are shown). */
  readonly readText: (file: string) => string | undefined;
}

/** A terminal line of the source is shown up to here; longer ones are cut around the mark. */
const shownColumns = 100;

/** Several lines, the last ended by a newline. */
export function renderDiagnostic(diagnostic: Diagnostic, options: FrameOptions): string {
  const { style } = options;
  const { severity, code, message, at, related = [], hint } = diagnostic;
  const label = style(severity === "error" ? "bad" : "warn", `${severity}[${code}]`);
  let text = `${style("place", formatSpan(at))}: ${label}: ${style("strong", message)}\n`;
  text += renderFrame(at, severity === "error" ? "bad" : "warn", options);
  for (const other of related) {
    text += `${style("place", formatSpan(other.at))}: ${style("dim", "note")}: ${other.message}\n`;
    text += renderFrame(other.at, "dim", options);
  }
  if (hint !== undefined) text += `${style("name", "hint")}: ${hint}\n`;
  return text;
}

/** The line at `at` with the line before it for context, and a mark under the place. */
export function renderFrame(at: Span, role: "bad" | "warn" | "dim", { style, readText }: FrameOptions): string {
  const lines = readText(at.file)?.split(/\r?\n/);
  const line = lines?.[at.line - 1];
  if (lines === undefined || line === undefined) return "";
  const gutter = Math.max(4, String(at.line).length + 1);
  const number = (n: number | undefined): string =>
    style("dim", `${(n === undefined ? "" : String(n)).padStart(gutter)} |`);
  const row = (n: number, text: string): string => `${number(n)}${text === "" ? "" : ` ${text}`}\n`;

  const from = Math.min(at.col - 1, line.length);
  const length = Math.max(1, Math.min(at.length, line.length - from));
  const cut = cutAround(line, from, length);
  const before = lines[at.line - 2];
  let text = before === undefined || before.trim() === "" ? "" : row(at.line - 1, cutAround(before, 0, 1).text);
  text += row(at.line, cut.text);
  // A tab stays a tab so that the mark stands under its place whatever the terminal's tab width is.
  const margin = cut.text.slice(0, cut.from).replace(/[^\t]+/g, (part) => " ".repeat(textWidth(part)));
  const marked = textWidth(cut.text.slice(cut.from, cut.from + cut.length));
  text += `${number(undefined)} ${margin}${style(role, "^".repeat(Math.max(1, marked)))}\n`;
  return text;
}

/** The part of a long line that holds the mark, with `…` where something is left out. */
function cutAround(line: string, from: number, length: number): { text: string; from: number; length: number } {
  if (line.length <= shownColumns) return { text: line, from, length };
  const start = Math.max(0, Math.min(from - Math.floor(shownColumns / 3), line.length - shownColumns));
  const end = Math.min(line.length, start + shownColumns);
  const head = start > 0 ? "…" : "";
  const text = `${head}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
  const shift = from - start + head.length;
  return { text, from: shift, length: Math.min(length, text.length - shift) };
}
