// Knows: how typed words are matched with the grammar: unambiguous prefixes, values, the rest of the line.
// Refuses to know: what a command does, and how a mistake is worded (parse-error.ts).

import { formsFor, type Verb } from "./grammar/grammar.ts";
import type { Row } from "./grammar/row.ts";
import type { Alternative, Element, Form } from "./grammar/syntax.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";
import type { Values } from "./template.ts";

export interface ParsedCommand {
  readonly verb: Verb;
  /** Whole keywords, values as NCLU keeps them: `net add interface swp1 bridge trunk vlans 10-20`. */
  readonly canonical: string;
  /** What it stands for; several only for a `del` that names no value. */
  readonly matches: readonly { readonly row: Row; readonly values: readonly Values[] }[];
  readonly notes: readonly string[];
}

export interface ParseFailure {
  readonly why: "unknown" | "incomplete" | "ambiguous";
  /** Index of the first word that fits nowhere; the number of words when it ends too early. */
  readonly at: number;
  /** Rows that fitted up to there. */
  readonly candidates: readonly Row[];
  /** `an IP address, not an IP/prefixlen`: set when a value of that kind was expected. */
  readonly wants: ReadonlyMap<Row, string>;
}

export type ParseResult =
  | { readonly ok: true; readonly command: ParsedCommand }
  | { readonly ok: false; readonly failure: ParseFailure };

/** `words` follow `net add` or `net del`. */
export function parseCommand(verb: Verb, words: readonly string[], facts: SwitchFacts): ParseResult {
  let deepest = -1;
  let reached: { form: Form; wants: string | undefined; ended: boolean }[] = [];
  const fits: Fit[] = [];
  for (const form of formsFor(verb)) {
    const result = fit(form, words, facts, verb === "del");
    if ("fitted" in result) {
      if (result.at > deepest) [deepest, reached] = [result.at, []];
      if (result.at === deepest) reached.push({ form, wants: result.wants, ended: result.ended });
    } else fits.push(result);
  }
  if (fits.length === 0) {
    const wants = new Map(reached.flatMap(({ form, wants }) => (wants === undefined ? [] : [[form.row, wants] as const])));
    const why = deepest === words.length ? "incomplete" : "unknown";
    return { ok: false, failure: { why, at: deepest, candidates: rowsOf(reached.map((r) => r.form)), wants } };
  }
  return choose(verb, fits);
}

interface Fit {
  readonly form: Form;
  /** Per word: 0 the exact keyword, 1 a value, 2 the start of a keyword. The lowest in order wins. */
  readonly score: readonly number[];
  readonly canonical: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
}

function choose(verb: Verb, fits: readonly Fit[]): ParseResult {
  const ranked = fits.toSorted((a, b) => compareScores(a.score, b.score));
  const best = ranked[0]!;
  const equals = ranked.filter((f) => compareScores(f.score, best.score) === 0);
  const other = equals.find((f) => f.canonical !== best.canonical);
  if (other) {
    const at = firstDifference(best.canonical, other.canonical);
    return { ok: false, failure: { why: "ambiguous", at, candidates: rowsOf(equals.map((f) => f.form)), wants: new Map() } };
  }
  // Adding means one thing: the first of the tables. Removing without a value takes everything it could mean.
  const meant = verb === "add" ? [best] : equals.filter((f, i) => equals.findIndex((g) => g.form.row === f.form.row) === i);
  const matches = meant.map(({ form, values }) => ({ row: form.row, values: combinations(values) }));
  return { ok: true, command: { verb, canonical: `net ${verb} ${best.canonical}`, matches, notes: best.notes } };
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function firstDifference(a: string, b: string): number {
  const [left, right] = [a.split(" "), b.split(" ")];
  return left.findIndex((word, i) => word !== right[i]);
}

function rowsOf(forms: readonly Form[]): readonly Row[] {
  return [...new Set(forms.map((form) => form.row))];
}

type Misfit = { readonly fitted: false; readonly at: number; readonly wants: string | undefined; readonly ended: boolean };

function fit(form: Form, words: readonly string[], facts: SwitchFacts, valuesMayBeMissing: boolean): Fit | Misfit {
  const score: number[] = [];
  const canonical: string[] = [];
  const values = new Map<string, readonly string[]>();
  const notes: string[] = [];
  const misfit = (at: number, wants?: string): Misfit => ({ fitted: false, at, wants, ended: at >= words.length });
  for (const [i, element] of form.elements.entries()) {
    if (i >= words.length) {
      if (valuesMayBeMissing && i > 2 && form.elements.slice(i).every((e) => e.kind === "value")) break;
      return misfit(i);
    }
    const typed = element.kind === "value" && element.rest ? words.slice(i).join(" ") : words[i]!;
    const taken = take(element, typed, facts);
    if (!taken) return misfit(i, wantsOf(element));
    score.push(taken.score);
    canonical.push(taken.text);
    if (taken.note !== undefined) notes.push(taken.note);
    if (element.kind === "value") values.set(element.name, taken.each);
    if (element.kind === "value" && element.rest) return { form, score, canonical: canonical.join(" "), values, notes };
  }
  if (words.length > form.elements.length) return misfit(form.elements.length);
  return { form, score, canonical: canonical.join(" "), values, notes };
}

interface Taken {
  readonly text: string;
  readonly score: number;
  readonly each: readonly string[];
  readonly note?: string | undefined;
}

function take(element: Element, typed: string, facts: SwitchFacts): Taken | undefined {
  if (element.kind === "word") return takeWord(element.word, typed);
  let best: Taken | undefined;
  for (const alternative of element.oneOf) {
    const taken = takeValue(alternative, typed, facts);
    if (taken && (!best || taken.score < best.score)) best = taken;
  }
  return best;
}

function takeWord(word: string, typed: string): Taken | undefined {
  if (typed === "" || !word.startsWith(typed)) return undefined;
  return { text: word, score: word === typed ? 0 : 2, each: [word] };
}

function takeValue(alternative: Alternative, typed: string, facts: SwitchFacts): Taken | undefined {
  if (alternative.kind === "word") return takeWord(alternative.word, typed);
  if (alternative.kind === "range") {
    const number = /^\d{1,10}$/.test(typed) ? Number(typed) : undefined;
    if (number === undefined || number < alternative.low || number > alternative.high) return undefined;
    return { text: String(number), score: 1, each: [String(number)] };
  }
  const accepted = alternative.type.accept(typed, facts);
  if (!accepted) return undefined;
  return { ...accepted, score: 1, each: alternative.type.each?.(accepted.text) ?? [accepted.text] };
}

function wantsOf(element: Element): string | undefined {
  if (element.kind === "word") return undefined;
  const types = element.oneOf.flatMap((one) => (one.kind === "type" ? [one.type] : []));
  return types.length === 1 ? types[0]?.wants : undefined;
}

/** Every combination of the values of a command with lists in it: `swp1-2` gives two. */
function combinations(values: ReadonlyMap<string, readonly string[]>): readonly Values[] {
  let all: readonly Values[] = [{}];
  for (const [name, each] of values) {
    all = all.flatMap((one) => each.map((value) => ({ ...one, [name]: value })));
  }
  return all;
}
