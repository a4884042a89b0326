// Knows: which command of the tables stands for a line of the files.
// Refuses to know: which lines a switch has, and their order (commands.ts).

import { takeApart, type Said } from "./fold-commands.ts";
import { rows } from "./grammar/grammar.ts";
import type { Row, Target } from "./grammar/row.ts";
import { formsOf, type Form } from "./grammar/syntax.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";
import { accepts } from "./take-word.ts";
import type { Values } from "./template.ts";

/** Rows by what they do first. Their forms are made when one is wanted. */
const reversible: readonly { readonly row: Row; readonly family: string | undefined; readonly target: Target }[] = rows
  .filter((row) => row.only === undefined)
  .flatMap((row) => row.to.slice(0, 1).map((target) => ({ row, family: row.syntax.split(" ")[0], target })));
const formsMade = new Map<Row, readonly Form[]>();

function formsMadeOf(row: Row): readonly Form[] {
  const known = formsMade.get(row) ?? formsOf(row);
  formsMade.set(row, known);
  return known;
}

/** The first row, of the family when one is given, that stands for a line and can be typed with its values. */
export function firstSaid(
  family: string | undefined,
  facts: SwitchFacts,
  read: (target: Target) => Values | undefined,
): Said | undefined {
  // A bond of a file written by hand may have what only interfaces are given by command: better said so than not at all.
  return saidBy(family, facts, read) ?? (family === undefined ? undefined : saidBy(undefined, facts, read));
}

function saidBy(
  family: string | undefined,
  facts: SwitchFacts,
  read: (target: Target) => Values | undefined,
): Said | undefined {
  for (const one of reversible) {
    if (family !== undefined && one.family !== family) continue;
    const values = read(one.target);
    const text = values && sayWith(formsMadeOf(one.row), values, facts);
    if (text !== undefined) return takeApart("add", text);
  }
  return undefined;
}

/** The longest form whose values are all there, and all used. */
function sayWith(forms: readonly Form[], values: Values, facts: SwitchFacts): string | undefined {
  for (const { elements } of forms) {
    const names = new Set(elements.flatMap((e) => (e.kind === "value" ? [e.name] : [])));
    if (Object.keys(values).some((name) => !names.has(name))) continue;
    const words = elements.map((e) => (e.kind === "word" ? e.word : values[e.name]));
    if (words.some((word) => word === undefined)) continue;
    if (elements.every((e, i) => accepts(e, words[i] ?? "", facts))) return words.join(" ");
  }
  return undefined;
}
