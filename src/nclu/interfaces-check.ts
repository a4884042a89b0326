// Knows: which keywords of /etc/network/interfaces mean something to a switch, and where a file has others.
// Refuses to know: their values; the kernel says what it thinks of those.

import { didYouMean } from "../base/suggest.ts";
import { rows } from "./grammar/grammar.ts";
import { templateOf } from "./template.ts";

export interface UnknownKeyword {
  /** From 1. */
  readonly line: number;
  /** The interface whose stanza it is in. */
  readonly name: string;
  readonly keyword: string;
  /** ` (did you mean "address"?)`, or nothing. */
  readonly hint: string;
}

/** ifupdown's other names for hooks: NCLU has no commands for them. */
const byHandOnly: readonly string[] = ["up", "down"];

export function unknownKeywords(text: string): readonly UnknownKeyword[] {
  const templates = new Set(
    rows.flatMap((row) => row.to.flatMap((target) => (target.kind === "attribute" ? [target.key] : []))),
  );
  const known = [...templates, ...byHandOnly];
  let stanza: string | undefined;
  return text.split("\n").flatMap((raw, i): UnknownKeyword[] => {
    const [keyword = "", name] = raw.trim().split(/\s+/);
    if (keyword === "" || keyword.startsWith("#")) return [];
    if (/^(auto|iface|source|allow-.*)$/.test(keyword)) {
      stanza = keyword === "iface" ? name : undefined;
      return [];
    }
    if (stanza === undefined || known.some((one) => templateOf(one).match(keyword) !== undefined)) return [];
    return [{ line: i + 1, name: stanza, keyword, hint: didYouMean(keyword, known) }];
  });
}
