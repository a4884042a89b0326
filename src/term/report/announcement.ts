// Knows: how a step reads that is announced before it is taken: its name, the command behind it, and then what came of it.
// Refuses to know: which key was pressed.

import { formatSpan } from "../../base/span.ts";
import type { StepPreview } from "../../scenario/gate.ts";
import type { StepResult } from "../../scenario/result.ts";
import type { Style } from "../style.ts";
import { isBad, linesOf, marks, renderEvidence, type StepLook } from "./step-text.ts";
import { formatMs } from "./time.ts";

/** Lines of an answer that are shown when all is well; a failure shows all. */
const shownLines = 12;
/** What the lab file need not say. */
const usualWithinMs = 10_000;

/** `3/11  the session comes up`, what it asks in labctl's words, and the command. */
export function renderAnnouncement(preview: StepPreview, style: Style): string {
  const { number, of, label, about, what, claims, question, at } = preview;
  const count = `${number}/${of}`;
  const pad = " ".repeat(count.length + 4);
  const ids = claims.length === 0 ? "" : `  ${style("dim", claims.join(" "))}`;
  const rows = [
    ...(about === undefined ? [] : [style("dim", `${what}: ${about}`)]),
    ...question.split("\n").map((line) => `${style("dim", "$")} ${style("name", line)}`),
    ...conditionsOf(preview).map((line) => style("dim", line)),
    style("dim", formatSpan(at)),
  ];
  const head = `  ${style("dim", count)}  ${style("strong", label)}${ids}`;
  return `\n${head}\n${rows.map((row) => `${pad}${row}\n`).join("")}`;
}

/** What else must be so, where it is not the usual. */
function conditionsOf({ watches, expect, withinMs, forMs = 0 }: StepPreview): readonly string[] {
  const end = withinMs === 0 ? ["asked once"] : [];
  const longer = withinMs === undefined || withinMs === usualWithinMs || withinMs === 0;
  return [
    ...(watches ? ["it watches what the next step does, and has its result after it"] : []),
    ...(expect === "fail" ? ["it must not hold"] : []),
    ...(longer ? end : [`asked again until it is so, for ${formatMs(withinMs)} at most`]),
    ...(forMs > 0 ? [`and so it must stay for ${formatMs(forMs)}`] : []),
  ];
}

/** One line, to be erased when a key was pressed. */
export function renderPrompt({ kind, watches }: StepPreview, { style, columns }: PromptLook): string {
  const go = kind === "action" ? "do it" : watches ? "watch" : "ask";
  const keys = [`Enter: ${go}`, "s: skip", "c: all the rest", "!: shell", "q: quit"];
  return promptLine(keys, { style, columns });
}

export function renderEndPrompt(look: PromptLook): string {
  return promptLine(["That was the last step. Enter: destroy the lab", "!: shell", "q: leave it"], look);
}

export interface PromptLook {
  readonly style: Style;
  readonly columns: number;
}

/** Never as wide as the terminal: a line that wraps could not be erased. */
function promptLine(keys: readonly string[], { style, columns }: PromptLook): string {
  return style("warn", `  ${keys.join("   ")} `.slice(0, columns - 1));
}

/** What came of a step whose name stands above. */
export function renderAnnounced(result: StepResult, of: number, look: StepLook): string {
  const { style } = look;
  const { mark, role, word } = marks[result.outcome];
  const pad = " ".repeat(`${result.number}/${of}`.length + 2);
  if (isBad(result)) {
    const head = `${pad}${style(role, `${mark} ${word}`)}  ${style("dim", formatMs(result.tookMs))}\n`;
    return head + renderEvidence(result, { ...look, indent: pad.slice(2) });
  }
  const held = result.heldMs === undefined ? "" : `, held ${formatMs(result.heldMs)}`;
  const came = result.outcome === "skipped" ? "skipped:" : `${formatMs(result.tookMs)} `;
  const head = `${pad}${style(role, mark)} ${style("dim", came)} ${result.saw}${held}\n`;
  const answer = result.outcome === "skipped" || result.answer === result.saw ? [] : linesOf(result.answer);
  const more = answer.length > shownLines ? [`… ${answer.length - shownLines} lines more`] : [];
  const lines = [...answer.slice(0, shownLines), ...more].map((line) => `${pad}  ${style("dim", line)}`.trimEnd());
  return head + [...lines, ...result.notes.map((note) => `${pad}  ${note}`)].map((line) => `${line}\n`).join("");
}
