// Knows: `net help KEYWORD(s)`.
// Refuses to know: everything but the grammar's usage lines.

import { rows } from "./grammar/grammar.ts";
import { usageOf } from "./grammar/syntax.ts";
import { showRows } from "./show/show-rows.ts";

/** The commands that use every one of the keywords; undefined when there are none. */
export function helpText(keywords: readonly string[]): string | undefined {
  const usages = [
    ...rows.map((row) => usageOf(row.only ?? "(add|del)", row)),
    ...showRows.map((row) => usageOf("show", row)),
    ...["net abort", "net commit [verbose] [confirm [<seconds>]] [description <wildcard>]", "net pending [json]"],
    "net rollback (<number>|last)",
    "net rollback description <wildcard>",
  ];
  const found = usages.filter((usage) => keywords.every((keyword) => usage.split(/[\s[\]()|]+/).includes(keyword)));
  if (found.length === 0) return undefined;
  const listed = [...new Set(found)].toSorted().map((usage) => `    ${usage}`);
  const heading = `The following commands contain keyword(s) '${keywords.join(" ")}'`;
  return keywords.length === 0 ? `\n${listed.join("\n")}\n` : `${heading}\n\n${listed.join("\n")}\n`;
}
