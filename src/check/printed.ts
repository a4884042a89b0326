// Knows: how what a command printed is compared with what a step wants it to print.
// Refuses to know: the command.

import { z } from "zod";
import { firstLineOf } from "./call.ts";
import { differsNumber, jsonKey, numberKey, patternKey, wantedGot } from "./keys.ts";
import { describeMismatch, matchJson, type Json } from "./match.ts";

export const printedKey = z.union([
  z.string(),
  z.strictObject({
    equals: z.string().optional().describe("Exactly this text; white space at the end does not count"),
    contains: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe("This text somewhere, or all of a list"),
    matches: patternKey.optional().describe("A regular expression (^ and $ at line ends)"),
    lines: numberKey.optional().describe("How many lines it has; an empty text has none"),
    json: jsonKey.optional().describe("It is JSON that contains this (subset match)"),
  }),
]);

export type WantedPrint = z.infer<typeof printedKey>;

/** Empty when `got` is as wanted; `what` is the stream's name. */
export function differsPrinted(what: string, wanted: WantedPrint | undefined, got: string): string[] {
  if (wanted === undefined) return [];
  const { equals, contains, matches, lines, json } = typeof wanted === "string" ? { contains: wanted } : { ...wanted };
  const parts = contains === undefined ? [] : typeof contains === "string" ? [contains] : contains;
  return [
    ...(equals === undefined || equals.trimEnd() === got.trimEnd() ? [] : differsLine(got, equals, what)),
    ...parts.filter((part) => !got.includes(part)).map((part) => `${what}: wanted it to contain "${part}"`),
    ...(matches === undefined || new RegExp(matches, "m").test(got)
      ? []
      : [`${what}: wanted a match for /${matches}/`]),
    ...(lines === undefined ? [] : differsNumber(`${what} lines`, lines, linesOf(got).length)),
    ...(json === undefined ? [] : differsJson(what, json, got)),
  ];
}

function differsJson(what: string, wanted: Json, got: string): string[] {
  let value: Json;
  try {
    value = JSON.parse(got) as Json;
  } catch {
    return [wantedGot(what, "JSON", `"${firstLineOf(got)}"`)];
  }
  return matchJson(wanted, value).map((miss) => `${what} ${describeMismatch(miss)}`);
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd() === "" ? [] : text.trimEnd().split("\n");
}

/** The first line in which two texts differ. */
export function differsLine(got: string, wanted: string, what = "stdout"): string[] {
  const [gotLines, wantedLines] = [got.trimEnd().split("\n"), wanted.trimEnd().split("\n")];
  for (let i = 0; i < Math.max(gotLines.length, wantedLines.length); i++) {
    if (gotLines[i] === wantedLines[i]) continue;
    return [`${what} line ${i + 1}: wanted ${quoted(wantedLines[i])}, got ${quoted(gotLines[i])}`];
  }
  return [];
}

function quoted(line: string | undefined): string {
  return line === undefined ? "no more lines" : `"${line}"`;
}
