// Knows: how ${VAR} is written in a lab file, and where each character of the expanded text stood before.
// Refuses to know: YAML. Expansion comes before parsing, as in containerlab.

import type { Dialect } from "./dialect.ts";

export interface Expanded {
  readonly text: string;
  /** Offset in the expanded text → offset in the file. */
  originOf(offset: number): number;
}

export type Env = Readonly<Record<string, string | undefined>>;

const name = "[A-Za-z_][A-Za-z0-9_]*";
const braced = `\\$\\{(${name})(?:(:?[-=+])([^{}]*))?\\}`;
// A bare $VAR is containerlab's only: in a labctl file it belongs to the shell, awk or nft text it stands in.
const patterns: Record<Dialect, RegExp> = {
  labctl: new RegExp(`\\$\\$|${braced}`, "g"),
  clab: new RegExp(`\\$\\$|${braced}|\\$(${name})`, "g"),
};

/**
 * `$$` is a dollar sign; `${V}` the value, left as it is when V is not set; `${V:-d}` and `${V:=d}` the value or d;
 * `${V:+x}` x when V is set. With a colon an empty value counts as not set.
 */
export function expandVariables(source: string, env: Env, dialect: Dialect): Expanded {
  const pieces: { out: number; from: number; verbatim: boolean }[] = [];
  let text = "";
  let done = 0;
  const add = (piece: string, from: number, verbatim: boolean): void => {
    if (piece !== "") pieces.push({ out: text.length, from, verbatim });
    text += piece;
  };
  for (const match of source.matchAll(patterns[dialect])) {
    add(source.slice(done, match.index), done, true);
    const replaced = replacementOf(match, env, dialect);
    add(replaced, match.index, replaced === match[0]);
    done = match.index + match[0].length;
  }
  add(source.slice(done), done, true);

  return {
    text,
    originOf(offset) {
      let piece = pieces[0];
      for (const candidate of pieces) {
        if (candidate.out > offset) break;
        piece = candidate;
      }
      if (piece === undefined) return 0;
      return Math.min(piece.verbatim ? piece.from + (offset - piece.out) : piece.from, source.length);
    },
  };
}

function replacementOf(match: RegExpMatchArray, env: Env, dialect: Dialect): string {
  if (match[0] === "$$") return "$";
  const value = env[match[1] ?? match[4] ?? ""];
  const operator = match[2] ?? "";
  const word = (): string => expandVariables(match[3] ?? "", env, dialect).text;
  const isSet = value !== undefined && !(operator.startsWith(":") && value === "");
  if (operator.endsWith("+")) return isSet ? word() : "";
  if (isSet) return value;
  return operator === "" ? match[0] : word();
}
