// Knows: how the words after `net show` are parsed, and which questions for the running switch they stand for.
// Refuses to know: what is answered from the files alone (local.ts), and how answers are printed (format-show.ts).

import type { ShowRow, ShowView } from "../grammar/row.ts";
import { formsOf, type Form } from "../grammar/syntax.ts";
import type { SwitchFacts } from "../grammar/value-types.ts";
import { parseOther, type ParseFailure } from "../parse.ts";
import type { ShowRequest } from "../session-state.ts";
import { templateOf, type Values } from "../template.ts";
import { showRows } from "./show-rows.ts";

let forms: readonly Form<ShowRow>[] | undefined;

export type Shown =
  | { readonly kind: "failure"; readonly failure: ParseFailure }
  | { readonly kind: "local"; readonly what: string; readonly values: Values }
  | { readonly kind: "ask"; readonly request: ShowRequest };

export function readShow(words: readonly string[], facts: SwitchFacts): Shown {
  forms ??= showRows.flatMap(formsOf);
  const parsed = parseOther(forms, words, facts);
  if (!parsed.ok) return { kind: "failure", failure: parsed.failure };
  const match = parsed.command.matches[0]!;
  const { view } = showRows.find((row) => row === match.row)!;
  const values = match.values[0] ?? {};
  if (view.kind === "local") return { kind: "local", what: view.what, values };
  return { kind: "ask", request: requestOf(view, values) };
}

function requestOf(view: Extract<ShowView, { kind: "ask" }>, values: Values): ShowRequest {
  return {
    format: view.format,
    values,
    asks: view.asks.map(({ title, ask }) => ({
      title: title === undefined ? undefined : templateOf(title).render(values),
      argv: argvOf(ask, values),
    })),
  };
}

function argvOf(ask: string, values: Values): readonly string[] {
  const words = (templateOf(ask).render(values) ?? "").split(" ");
  return words[0] === "vtysh" ? ["vtysh", "-c", words.slice(1).join(" ")] : words;
}
