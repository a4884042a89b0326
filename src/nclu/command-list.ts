// Knows: the order and the ends of `net show configuration commands`: a script that makes the switch what it is.
// Refuses to know: how lines become commands (commands.ts).

import { compareNatural } from "../base/sort.ts";
import { appending } from "./append-to-file.ts";
import { configurationOf } from "./commands.ts";
import { foldCommands } from "./fold-commands.ts";
import { sectionOf, sections } from "./list-sections.ts";
import type { SwitchDraft } from "./model.ts";

/** The lines, from `net del all` to `net commit`, and what only a file can hold after them. */
export function commandList(draft: SwitchDraft): readonly string[] {
  const { said, unsaid } = configurationOf(draft);
  const placed = said.map((one) => ({ one, place: sectionOf(one) }));
  const listed = sections.flatMap(({ sorted }, i) => {
    const commands = foldCommands(placed.filter(({ place }) => place === i).map(({ one }) => one));
    return sorted ? commands.toSorted(compareNatural) : commands;
  });
  return ["net del all", ...listed, "net commit", ...(unsaid.length > 0 ? appending(unsaid) : [])];
}
