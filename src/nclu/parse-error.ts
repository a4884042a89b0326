// Knows: how NCLU words a command it does not know: the caret and the suggestions.
// Refuses to know: how commands are matched (parse.ts).

import type { ParseFailure } from "./parse.ts";
import { usageOf } from "./grammar/syntax.ts";

/** Real switches list everything that fits; past a screenful that helps nobody. */
const mostSuggestions = 24;

const indent = "    ";

/** The text as `net` prints it, with a leading empty line. `words` is the whole command line, `net` first. */
export function describeFailure(words: readonly string[], verb: string, failure: ParseFailure): string {
  const lines = ["", "ERROR: Command not found", "", words.join(" ")];
  // The failure counts from after `net add`.
  const bad = failure.at + 2;
  if (bad < words.length && failure.why !== "incomplete") {
    const column = words.slice(0, bad).join(" ").length + 1;
    lines.push(
      `${" ".repeat(column)}^ ${failure.why === "ambiguous" ? "Ambiguous keyword here" : "Invalid value here"}`,
    );
  }
  const useful = failure.at > 0 ? failure.candidates : [];
  if (useful.length === 0) {
    lines.push("", "Use 'net help KEYWORD(s)' to list all options that use KEYWORD(s)");
    return `${lines.join("\n")}\n`;
  }
  lines.push("Did you mean one of the following?", "");
  for (const row of useful.slice(0, mostSuggestions)) {
    lines.push(`${indent}${usageOf(verb, row)}`);
    const wants = failure.wants.get(row);
    if (wants !== undefined) lines.push(`${indent}${indent}This command is looking for ${wants}`);
  }
  return `${lines.join("\n")}\n`;
}
