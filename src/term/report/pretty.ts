// Knows: how a run reads: a line per step with its time, the evidence under what failed, a summary at the end.
// Refuses to know: where the text goes, how a run goes (scenario/).

import type { ScenarioEvent } from "../../scenario/events.ts";
import type { Counts, Outcome, Refusal, RunResult, StepInfo, StepResult } from "../../scenario/result.ts";
import { printableResult } from "../printable.ts";
import type { Style } from "../style.ts";
import { textWidth } from "../width.ts";
import { createRepeats } from "./repeats.ts";
import type { Reporter, Write } from "./reporter.ts";
import { isBad, marks, renderStep, type StepLook } from "./step-text.ts";
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
  /** Words for a step that was announced and therefore needs no line of its own; undefined: the usual line. */
  readonly announced?: (result: StepResult, look: StepLook) => string | undefined;
}

/** Labels are padded to a common width up to this, so that one long name does not push all times away. */
const widestLabel = 72;

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
  const tellStep = (result: StepResult): void => {
    const look = { ...options, labelWidth, indent };
    const announced = options.announced?.(result, look);
    write(announced ?? `${apart ? "\n" : ""}${renderStep(result, look)}`);
    apart = announced === undefined && isBad(result);
  };
  const tell = (event: ScenarioEvent): void => {
    switch (event.type) {
      case "run-started":
        indent = "  ";
        apart = false;
        refused = false;
        labelWidth = widthOfLabels(event.steps, options.columns);
        write(
          `${finished.length > 0 ? "\n" : ""}${options.style("strong", event.lab)} ${options.style("dim", event.file)}\n${variantLine(event.variant)}`,
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
        tellStep(printableResult(event.result));
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

function variantLine(variant: RunResult["variant"]): string {
  return variant?.summary === undefined ? "" : `${variant.summary}\n`;
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
