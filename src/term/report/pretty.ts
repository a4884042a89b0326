// Knows: how a run reads: a line per step with its time, the evidence under what failed, a summary at the end.
// Refuses to know: where the text goes, how a run goes (scenario/).

import { formatSpan } from "../../base/span.ts";
import type { ScenarioEvent } from "../../scenario/events.ts";
import type { Counts, Outcome, Refusal, RunResult, StepInfo, StepResult } from "../../scenario/result.ts";
import type { Role, Style } from "../style.ts";
import { padEnd, padStart, textWidth } from "../width.ts";
import { createRepeats } from "./repeats.ts";
import type { Reporter, Write } from "./reporter.ts";
import { formatMs } from "./time.ts";
import { createWaitingLine } from "./waiting-line.ts";

export interface PrettyOptions {
  readonly style: Style;
  /** Columns of the page; evidence is not wrapped, so it only limits how far right the times stand. */
  readonly columns: number;
  /** Show what each passing check saw, and the question asked. */
  readonly verbose?: boolean;
  /** On a terminal: one line at the bottom says what is being waited for. */
  readonly live?: boolean;
}

const marks: Readonly<Record<Outcome, { readonly mark: string; readonly role: Role; readonly word: string }>> = {
  pass: { mark: "✔", role: "good", word: "passed" },
  fail: { mark: "✘", role: "bad", word: "failed" },
  error: { mark: "!", role: "warn", word: "could not be asked" },
  skipped: { mark: "-", role: "dim", word: "skipped" },
};

/** Labels are padded to a common width up to this, so that one long name does not push all times away. */
const widestLabel = 72;
/** Room for `1.24 s`. */
const timeWidth = 7;

export function createPrettyReporter(write: Write, options: PrettyOptions): Reporter {
  const finished: Omit<RunResult, "steps">[] = [];
  const repeats = createRepeats();
  const waiting = createWaitingLine(options.columns);
  let labelWidth = 0;
  let indent = "  ";
  // Evidence is set off by an empty line, whatever comes after it.
  let apart = false;
  // The reason once does for all its steps.
  let refused = false;
  const tell = (event: ScenarioEvent): void => {
    switch (event.type) {
      case "run-started":
        indent = "  ";
        apart = false;
        refused = false;
        labelWidth = widthOfLabels(event.steps, options.columns);
        write(
          `${finished.length > 0 ? "\n" : ""}${options.style("strong", event.lab)} ${options.style("dim", event.file)}\n`,
        );
        return;
      case "run-refused":
        refused = true;
        write(renderRefusal(event.refusal, options.style));
        return;
      case "stage-started":
        if (refused) return;
        write(`\n  ${options.style("strong", event.stage)}\n`);
        indent = "    ";
        apart = false;
        return;
      case "step-ended":
        if (refused) return;
        write(`${apart ? "\n" : ""}${renderStep(event.result, { ...options, labelWidth, indent })}`);
        apart = isBad(event.result);
        return;
      case "run-ended":
        finished.push(event.result);
        write(`\n${renderSummary(event.result, options.style)}\n`);
        return;
      case "step-started":
      case "step-progress":
        return;
      default:
        event satisfies never;
    }
  };
  return {
    take(event) {
      repeats.take(event);
      if (options.live !== true) return tell(event);
      write(waiting.clear());
      tell(event);
      write(waiting.draw(event, options.style));
    },
    end() {
      if (options.live === true) write(waiting.clear());
      if (finished.length > 1) write(renderTotal(finished, options.style));
      write(repeats.render(options.style));
    },
  };
}

interface StepLook extends PrettyOptions {
  readonly labelWidth: number;
  readonly indent: string;
}

function renderStep(result: StepResult, look: StepLook): string {
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

function isBad({ outcome }: StepResult): boolean {
  return outcome === "fail" || outcome === "error";
}

/** Passing checks say what they saw behind the time where there is room for it. */
function sawOf(result: StepResult, { style, columns, indent, labelWidth, verbose }: StepLook): string {
  if (result.outcome !== "pass") return "";
  const held = result.heldMs === undefined ? "" : `, held ${formatMs(result.heldMs)}`;
  const text = `${result.saw}${held}`;
  const room = columns - indent.length - 2 - labelWidth - 2 - timeWidth - 2;
  if (verbose === true || textWidth(text) <= room) return style("dim", text);
  return room >= 20 ? style("dim", `${text.slice(0, room - 1)}…`) : "";
}

function renderQuestion(result: StepResult, { style, indent, verbose }: StepLook): string {
  if (verbose !== true || result.outcome === "skipped") return "";
  return result.question
    .split("\n")
    .map((line) => `${indent}  ${style("dim", `$ ${line}`)}\n`)
    .join("");
}

/** What a person needs to find the cause: the difference first, then what was asked, what was answered, where it is written. */
function renderEvidence(result: StepResult, { style, indent }: StepLook): string {
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

function linesOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.trimEnd().split("\n");
}

function renderRefusal({ reason, hint }: Refusal, style: Style): string {
  const lines = reason.split("\n").map((line) => `    ${line}\n`);
  const way = hint === undefined ? "" : `    ${style("name", "hint")}: ${hint}\n`;
  return `  ${style("warn", "this machine cannot run it")}\n${lines.join("")}${way}`;
}

function renderSummary(run: Omit<RunResult, "steps">, style: Style): string {
  const parts = partsOf(run.counts, style);
  if (run.refusal !== undefined) return parts.join(", ") || "nothing was asked";
  const stopped = run.interrupted ? `${style("warn", "stopped")}, ` : "";
  return `${stopped}${parts.join(", ") || "nothing was asked"} ${style("dim", `in ${formatMs(run.tookMs)}`)}`;
}

function renderTotal(runs: readonly Omit<RunResult, "steps">[], style: Style): string {
  const names = new Set(runs.map(({ lab }) => lab));
  const total = { pass: 0, fail: 0, error: 0, skipped: 0 };
  for (const { counts } of runs)
    for (const outcome of Object.keys(total) as Outcome[]) total[outcome] += counts[outcome];
  const bad = [...names].filter((name) =>
    runs.some(({ lab, counts }) => lab === name && counts.fail + counts.error > 0),
  );
  const cannot = [...names].filter((name) => runs.some(({ lab, refusal }) => lab === name && refusal !== undefined));
  const what = names.size === runs.length ? "labs" : "runs";
  const labs = `${runs.length} ${what}: ${partsOf(total, style).join(", ")}`;
  const refused = cannot.length === 0 ? "" : `; cannot run here: ${cannot.map((lab) => style("warn", lab)).join(", ")}`;
  return `\n${labs}${bad.length === 0 ? "" : `; look at ${bad.map((lab) => style("bad", lab)).join(", ")}`}${refused}\n`;
}

function partsOf(counts: Counts, style: Style): string[] {
  return (["pass", "fail", "error", "skipped"] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => style(marks[outcome].role, `${counts[outcome]} ${marks[outcome].word}`));
}

function widthOfLabels(steps: readonly StepInfo[], columns: number): number {
  const limit = Math.min(widestLabel, Math.max(20, columns - 30));
  return Math.max(0, ...steps.map(({ label }) => Math.min(textWidth(label), limit)));
}
