// Knows: which `net show` command was typed: an answer from the files, or questions for the running switch.
// Refuses to know: how the answers are printed (format-show.ts).

import { describeFailure } from "../parse-error.ts";
import { parseOther } from "../parse.ts";
import type { ShowRow } from "../grammar/row.ts";
import { formsOf, type Form } from "../grammar/syntax.ts";
import { fails, says } from "../net-result.ts";
import type { NcluState, NetResult, ShowRequest, World } from "../session-state.ts";
import { readSwitch } from "../switch-files.ts";
import { templateOf, type Values } from "../template.ts";
import { factsOf } from "../working.ts";
import { localText } from "./local.ts";
import { showRows } from "./show-rows.ts";

let forms: readonly Form<ShowRow>[] | undefined;

export function show(state: NcluState, words: readonly string[], world: World): NetResult {
  forms ??= showRows.flatMap(formsOf);
  const parsed = parseOther(forms, words, factsOf(readSwitch(world.files), world.ports));
  if (!parsed.ok) return fails(state, describeFailure(["net", "show", ...words], "show", parsed.failure));
  const match = parsed.command.matches[0]!;
  const view = showRows.find((row) => row === match.row)!.view;
  const values = match.values[0] ?? {};
  if (view.kind === "local") {
    const answer = localText(view.what, values, state, world);
    return answer.ok ? says(state, answer.text) : fails(state, answer.text);
  }
  const request: ShowRequest = {
    format: view.format,
    values,
    asks: view.asks.map(({ title, ask }) => ({
      title: title === undefined ? undefined : templateOf(title).render(values),
      argv: argvOf(ask, values),
    })),
  };
  return { ...says(state, ""), show: request };
}

function argvOf(ask: string, values: Values): readonly string[] {
  const words = (templateOf(ask).render(values) ?? "").split(" ");
  return words[0] === "vtysh" ? ["vtysh", "-c", words.slice(1).join(" ")] : words;
}
