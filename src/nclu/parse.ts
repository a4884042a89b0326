// Knows: how typed words are matched with the grammar: unambiguous prefixes, values, the rest of the line.
// Refuses to know: what a command does, and how a mistake is worded (parse-error.ts).

import type { Verb } from "./grammar/grammar.ts";
import type { Row } from "./grammar/row.ts";
import type { Element, Form } from "./grammar/syntax.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";
import { take, wantsOf } from "./take-word.ts";
import type { Values } from "./template.ts";

export interface ParsedCommand {
  readonly verb: Verb | "show";
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
  { readonly ok: true; readonly command: ParsedCommand } | { readonly ok: false; readonly failure: ParseFailure };

/** Words of another grammar (`net show`, `nv set`); `forms` are all of it. */
export function parseOther(forms: readonly Form[], words: readonly string[], facts: SwitchFacts): ParseResult {
  return parseForms("show", forms, words, facts) ?? { ok: false, failure: failureOf(forms, words, facts) };
}

/** undefined when none of the forms fits. */
export function parseForms(
  verb: Verb | "show",
  forms: readonly Form[],
  words: readonly string[],
  facts: SwitchFacts,
): ParseResult | undefined {
  // The buffer is parsed again for every command, so what fits is found by the keywords alone first.
  const fits: Fit[] = [];
  for (const form of forms) {
    if (!keywordsFit(form, words, verb === "del")) continue;
    const result = fit(form, words, facts);
    if (!("misfit" in result)) fits.push(result);
  }
  return fits.length > 0 ? choose(verb, fits) : undefined;
}

function keywordsFit({ elements }: Form, words: readonly string[], isDel: boolean): boolean {
  const last = elements.at(-1);
  const takesRest = last?.kind === "value" && last.rest;
  if (words.length > elements.length && !takesRest) return false;
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]!;
    const word = words[i];
    if (word === undefined) return isDel && mayBeLeftOut(elements, i);
    if (element.kind === "word" && !(word !== "" && element.word.startsWith(word))) return false;
  }
  return true;
}

/** `net del` takes commands without their values; what the value belongs to must be named (`net del bgp network`). */
function mayBeLeftOut(elements: readonly Element[], from: number): boolean {
  return from >= 2 && elements.slice(from).every((element) => element.kind === "value");
}

/** Why nothing fitted: the word that gets furthest is the one to show. */
export function failureOf(forms: readonly Form[], words: readonly string[], facts: SwitchFacts): ParseFailure {
  let at = -1;
  let reached: { readonly row: Row; readonly wants: string | undefined }[] = [];
  for (const form of forms) {
    const result = fit(form, words, facts);
    const stopped = "misfit" in result ? result.misfit : { at: words.length, wants: undefined };
    if (stopped.at > at) [at, reached] = [stopped.at, []];
    if (stopped.at === at) reached.push({ row: form.row, wants: stopped.wants });
  }
  return {
    why: at >= words.length ? "incomplete" : "unknown",
    at,
    candidates: [...new Set(reached.map(({ row }) => row))],
    wants: new Map(reached.flatMap(({ row, wants }) => (wants === undefined ? [] : [[row, wants] as const]))),
  };
}

interface Fit {
  readonly form: Form;
  /** Per word: 0 the exact keyword, 1 a value, 2 the start of a keyword. The lowest in order wins. */
  readonly score: readonly number[];
  readonly canonical: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
}

function choose(verb: Verb | "show", fits: readonly Fit[]): ParseResult {
  const ranked = fits.toSorted((a, b) => compareScores(a.score, b.score));
  const best = ranked[0]!;
  const equals = ranked.filter((f) => compareScores(f.score, best.score) === 0);
  const other = equals.find((f) => f.canonical !== best.canonical);
  if (other) {
    const at = firstDifference(best.canonical, other.canonical);
    return {
      ok: false,
      failure: { why: "ambiguous", at, candidates: rowsOf(equals.map((f) => f.form)), wants: new Map() },
    };
  }
  // Adding means one thing: the first of the tables. Removing without a value takes everything it could mean.
  const meant =
    verb !== "del" ? [best] : equals.filter((f, i) => equals.findIndex((g) => g.form.row === f.form.row) === i);
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

/** How far the words went along a form, and what was wanted there. */
interface Misfit {
  readonly misfit: { readonly at: number; readonly wants: string | undefined };
}

function fit(form: Form, words: readonly string[], facts: SwitchFacts): Fit | Misfit {
  const score: number[] = [];
  const canonical: string[] = [];
  const values = new Map<string, readonly string[]>();
  const notes: string[] = [];
  for (const [i, element] of form.elements.entries()) {
    if (i >= words.length) {
      if (mayBeLeftOut(form.elements, i)) break;
      return { misfit: { at: i, wants: undefined } };
    }
    const takesRest = element.kind === "value" && element.rest;
    const taken = take(element, takesRest ? words.slice(i).join(" ") : words[i]!, facts);
    if (!taken) return { misfit: { at: i, wants: wantsOf(element) } };
    score.push(taken.score);
    canonical.push(taken.text);
    if (taken.note !== undefined) notes.push(taken.note);
    if (element.kind === "value") values.set(element.name, taken.each);
    if (takesRest) return { form, score, canonical: canonical.join(" "), values, notes };
  }
  if (words.length > form.elements.length) return { misfit: { at: form.elements.length, wants: undefined } };
  return { form, score, canonical: canonical.join(" "), values, notes };
}

/** Every combination of the values of a command with lists in it: `swp1-2` gives two. */
function combinations(values: ReadonlyMap<string, readonly string[]>): readonly Values[] {
  let all: readonly Values[] = [{}];
  for (const [name, each] of values) {
    all = all.flatMap((one) => each.map((value) => ({ ...one, [name]: value })));
  }
  return all;
}
