// Knows: whether one element of the grammar takes a typed word, and what it keeps of it.
// Refuses to know: commands as a whole (parse.ts).

import type { Alternative, Element } from "./grammar/syntax.ts";
import type { SwitchFacts } from "./grammar/value-types.ts";

/** A word as an element takes it. */
export interface Taken {
  readonly text: string;
  readonly score: number;
  readonly each: readonly string[];
  readonly note?: string | undefined;
}

export function take(element: Element, typed: string, facts: SwitchFacts): Taken | undefined {
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

/** What the one type that can stand here looks for, in words for a mistake. */
export function wantsOf(element: Element): string | undefined {
  if (element.kind === "word") return undefined;
  const types = element.oneOf.flatMap((one) => (one.kind === "type" ? [one.type] : []));
  return types.length === 1 ? types[0]?.wants : undefined;
}

/** Whether a text is what an element would keep it as. */
export function accepts(element: Element, text: string, facts: SwitchFacts): boolean {
  const taken = take(element, text, facts);
  return taken !== undefined && taken.text === text && (element.kind === "value" || taken.score === 0);
}
