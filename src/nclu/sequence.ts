// Knows: which sequence number FRR gives to a list entry that has none.
// Refuses to know: what the entries say.

import type { FrrNode } from "./model.ts";
import { templateOf, type Values } from "./template.ts";

/** FRR numbers entries 5, 10, 15 …: the next multiple above the highest there is. */
const step = 5;

/** The values with `seq` filled in, when the line has one and the command did not. An equal entry keeps its number. */
export function nextSequence(lines: readonly FrrNode[], line: string, values: Values): Values {
  if (!line.includes(" seq {seq} ") || values["seq"] !== undefined) return values;
  const entry = templateOf(line);
  const listStart = line.slice(0, line.indexOf(" seq {seq} "));
  const start = templateOf(listStart).render(values) ?? "";
  let highest = 0;
  for (const { text } of lines) {
    if (!text.startsWith(`${start} seq `)) continue;
    const seq = entry.match(text)?.["seq"];
    if (seq === undefined) continue;
    if (entry.render({ ...values, seq }) === text) return { ...values, seq };
    highest = Math.max(highest, Number(seq));
  }
  return { ...values, seq: String((Math.floor(highest / step) + 1) * step) };
}
