// Knows: how one step reads: its line with the time, and under what failed the evidence.
// Refuses to know: the run around it (pretty.ts, step-by-step.ts).

import { formatSpan } from "../../base/span.ts";
import type { Outcome, StepResult } from "../../scenario/result.ts";
import type { Role, Style } from "../style.ts";
import { cut, padEnd, padStart, textWidth } from "../width.ts";
import { formatMs } from "./time.ts";

export const marks: Readonly<Record<Outcome, { readonly mark: string; readonly role: Role; readonly word: string }>> = {
  pass: { mark: "✔", role: "good", word: "passed" },
  fail: { mark: "✘", role: "bad", word: "failed" },
  error: { mark: "!", role: "warn", word: "could not be asked" },
  skipped: { mark: "-", role: "dim", word: "skipped" },
};

/** Room for `1.24 s`. */
const timeWidth = 7;

export interface StepLook {
  readonly style: Style;
  readonly columns: number;
  readonly verbose?: boolean;
  readonly labelWidth: number;
  readonly indent: string;
}

export function renderStep(result: StepResult, look: StepLook): string {
  const { style, indent } = look;
  const { mark, role } = marks[result.outcome];
  const time = result.outcome === "skipped" ? "" : formatMs(result.tookMs);
  const label = padEnd(result.label, look.labelWidth);
  const claims = result.claims.length === 0 ? "" : `  ${style("dim", result.claims.join(" "))}`;
  const skippedWhy = result.outcome === "skipped" ? style("dim", `skipped: ${result.saw}`) : "";
  const head = `${indent}${style(role, mark)} ${result.outcome === "skipped" ? style("dim", label) : label}`;
  const line = `${head}  ${style("dim", padStart(time, timeWidth))}${result.outcome === "skipped" ? skippedWhy : `  ${sawOf(result, look)}`}`;
  const evidence =
    result.outcome === "fail" || result.outcome === "error"
      ? renderEvidence(result, look)
      : renderQuestion(result, look);
  return `${line.trimEnd()}${claims}\n${evidence}`;
}

export function isBad({ outcome }: StepResult): boolean {
  return outcome === "fail" || outcome === "error";
}

/** Passing checks say what they saw behind the time where there is room for it. */
function sawOf(result: StepResult, { style, columns, indent, labelWidth, verbose }: StepLook): string {
  if (result.outcome !== "pass") return "";
  const held = result.heldMs === undefined ? "" : `, held ${formatMs(result.heldMs)}`;
  const text = `${result.saw}${held}`;
  // The ids of what it proves stand at the end of the line, and must not go over it either.
  const claimsWidth = result.claims.length === 0 ? 0 : 2 + result.claims.join(" ").length;
  const room = columns - indent.length - 2 - labelWidth - 2 - timeWidth - 2 - claimsWidth;
  if (verbose === true || textWidth(text) <= room) return style("dim", text);
  return room >= 8 ? style("dim", cut(text, room)) : "";
}

function renderQuestion(result: StepResult, { style, indent, verbose }: StepLook): string {
  if (verbose !== true || result.outcome === "skipped") return "";
  return result.question
    .split("\n")
    .map((line) => `${indent}  ${style("dim", `$ ${line}`)}\n`)
    .join("");
}

/** What a person needs to find the cause: the difference first, then what was asked, what was answered, where it is written. */
export function renderEvidence(result: StepResult, { style, indent }: StepLook): string {
  const rows: (readonly [title: string, lines: readonly string[], role?: Role])[] = [
    ["differs", result.differs.length > 0 ? result.differs : [result.saw], marks[result.outcome].role],
    ["saw", result.differs.length > 0 && !result.differs.some((line) => line.includes(result.saw)) ? [result.saw] : []],
    ["note", result.notes],
    ["hint", result.hint === undefined ? [] : linesOf(result.hint), "strong"],
    ["asked", result.question.split("\n")],
    ["answer", result.answer === result.saw ? [] : linesOf(result.answer), "dim"],
    ["waited", waitedOf(result), "dim"],
    ["at", [formatSpan(result.at)], "place"],
  ];
  const pad = `${indent}    `;
  const titled = rows.map(([title, lines, role]) => [titleOf(title, result), lines, role] as const);
  return titled
    .flatMap(([title, lines, role]) =>
      lines.map((line, i) =>
        `${pad}${style("dim", padEnd(i === 0 ? title : "", 8))} ${role ? style(role, line) : line}`.trimEnd(),
      ),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function titleOf(title: string, { outcome, kind }: StepResult): string {
  if (title === "differs" && outcome === "error") return "error";
  if (kind === "action") return { differs: "result", asked: "did" }[title] ?? title;
  return title;
}

function waitedOf(result: StepResult): readonly string[] {
  if (result.kind === "action" || result.withinMs === undefined) return [];
  const times = result.asked === 1 ? "once" : `${result.asked} times`;
  return [
    `${formatMs(result.tookMs)}, asked ${times}${result.withinMs === 0 ? "" : ` (within ${formatMs(result.withinMs)})`}`,
  ];
}

export function linesOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.trimEnd().split("\n");
}
