// Knows: what `net show` answers: a text from the files, questions for the running switch, or what is wrong.
// Refuses to know: how the answers of the switch are printed (format-show.ts).

import { factsOf } from "../facts.ts";
import { fails, says } from "../net-result.ts";
import { describeFailure } from "../parse-error.ts";
import type { NcluState, NetResult, World } from "../session-state.ts";
import { readSwitch } from "../switch-files.ts";
import { readShow } from "./asked.ts";
import { localText } from "./local.ts";

export function show(state: NcluState, words: readonly string[], world: World): NetResult {
  const shown = readShow(words, factsOf(readSwitch(world.files), world.ports));
  switch (shown.kind) {
    case "failure":
      return fails(state, describeFailure(["net", "show", ...words], "show", shown.failure));
    case "local": {
      const answer = localText(shown.what, shown.values, state, world);
      return answer.ok ? says(state, answer.text) : fails(state, answer.text);
    }
    case "ask":
      return { ...says(state, ""), show: shown.request };
    default:
      return shown satisfies never;
  }
}
