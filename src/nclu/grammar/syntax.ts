// Knows: how a row's syntax text becomes the forms it can be typed in, and how NCLU would show it.
// Refuses to know: what the row does, and how typed words are matched (parse.ts).

import type { Row } from "./row.ts";
import { valueTypes, type ValueType } from "./value-types.ts";

export type Element =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "value"; readonly name: string; readonly oneOf: readonly Alternative[]; readonly rest: boolean };

export type Alternative =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "range"; readonly low: number; readonly high: number }
  | { readonly kind: "type"; readonly name: string; readonly type: ValueType };

/** One way to type a row: optional parts taken or left. */
export interface Form<R extends Row = Row> {
  readonly row: R;
  readonly elements: readonly Element[];
}

type Piece = { readonly element: Element } | { readonly optional: readonly Piece[] };

/** Every form of a row; the longest first. */
export function formsOf<R extends Row>(row: R): readonly Form<R>[] {
  return expand(parsePieces(row.syntax))
    .map((elements) => ({ row, elements }))
    .toSorted((a, b) => b.elements.length - a.elements.length);
}

function parsePieces(syntax: string): readonly Piece[] {
  const stack: Piece[][] = [[]];
  for (const [token] of syntax.matchAll(/<[^>]+>|[[\]]|[^\s[\]<]+/g)) {
    if (token === "[") stack.push([]);
    else if (token === "]") {
      const optional = stack.pop() ?? [];
      stack.at(-1)?.push({ optional });
    } else
      stack
        .at(-1)
        ?.push({ element: token.startsWith("<") ? parseValue(token.slice(1, -1)) : { kind: "word", word: token } });
  }
  if (stack.length !== 1) throw new Error(`unbalanced [ ] in "${syntax}"`);
  return stack[0] ?? [];
}

function parseValue(text: string): Element {
  const colon = text.indexOf(":");
  const name = text.slice(0, colon);
  const oneOf = text
    .slice(colon + 1)
    .split("|")
    .map((alternative): Alternative => {
      const range = /^(\d+)-(\d+)$/.exec(alternative);
      if (range) return { kind: "range", low: Number(range[1]), high: Number(range[2]) };
      if (!/^[A-Z]/.test(alternative)) return { kind: "word", word: alternative };
      const type = valueTypes[alternative];
      if (!type) throw new Error(`no value type "${alternative}" in <${text}>`);
      return { kind: "type", name: alternative, type };
    });
  if (colon < 1) throw new Error(`<${text}> needs a name and a type`);
  return { kind: "value", name, oneOf, rest: oneOf.some((a) => a.kind === "type" && a.type.rest === true) };
}

function expand(pieces: readonly Piece[]): readonly (readonly Element[])[] {
  let forms: readonly (readonly Element[])[] = [[]];
  for (const piece of pieces) {
    const tails = "element" in piece ? [[piece.element]] : [[], ...expand(piece.optional)];
    forms = forms.flatMap((form) => tails.map((tail) => [...form, ...tail]));
  }
  return forms;
}

/** `net add interface <interface> mtu <552-9216>`: the row as NCLU's help and suggestions show it. */
export function usageOf(verb: string, row: Row): string {
  const words = (pieces: readonly Piece[]): string =>
    pieces.map((piece) => ("element" in piece ? shown(piece.element) : `[${words(piece.optional)}]`)).join(" ");
  return `net ${verb} ${words(parsePieces(row.syntax))}`;
}

function shown(element: Element): string {
  if (element.kind === "word") return element.word;
  const labels = element.oneOf.map((one) =>
    one.kind === "word" ? one.word : one.kind === "range" ? `<${one.low}-${one.high}>` : `<${one.type.label}>`,
  );
  return labels.length > 1 ? `(${labels.join("|")})` : (labels[0] ?? "");
}
