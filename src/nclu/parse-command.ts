// Knows: how the words after `net add` and `net del` are parsed: with the tables of the grammar.
// Refuses to know: how words are matched (parse.ts).

import { formsFor, type Verb } from "./grammar/grammar.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";
import { failureOf, parseForms, type ParseResult } from "./parse.ts";

/** `words` follow `net add` or `net del`. */
export function parseCommand(verb: Verb, words: readonly string[], facts: SwitchFacts): ParseResult {
  const found = parseForms(verb, formsFor(verb, words[0] ?? ""), words, facts);
  // Only a mistake looks at the whole grammar.
  return found ?? { ok: false, failure: failureOf(formsFor(verb), words, facts) };
}
