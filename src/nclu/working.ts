// Knows: the configuration a switch would have with its pending commands.
// Refuses to know: what a new command is allowed to do (session.ts).

import { applyCommand } from "./apply-command.ts";
import { factsOf } from "./facts.ts";
import type { SwitchDraft } from "./model.ts";
import { parseCommand } from "./parse-command.ts";
import type { NcluState, World } from "./session-state.ts";
import { readSwitch } from "./switch-files.ts";
import { splitWords } from "./words.ts";

/** The files as they are, with every pending command applied; `from` is the command's index in the buffer. */
export function workingDraft(state: NcluState, world: World): SwitchDraft {
  const draft = readSwitch(world.files);
  for (const [i, { command }] of state.pending.entries()) {
    const [, verb, ...words] = splitWords(command);
    const parsed = parseCommand(verb === "del" ? "del" : "add", words, factsOf(draft, world.ports));
    // It was accepted when it was typed; files edited by hand since may have taken what it needs.
    if (parsed.ok) applyCommand(draft, parsed.command, i);
  }
  return draft;
}
