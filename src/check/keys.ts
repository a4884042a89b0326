// Knows: the keys that many checks share, with the sentence that describes each.
// Refuses to know: which check has which.

import { z } from "zod";
import { compareNumber, isComparison } from "./match.ts";

export const onKey = z.string().min(1).describe("The node that is asked");
export const fromKey = z.string().min(1).describe("The node that sends");
export const vrfKey = z.string().optional().describe("The VRF; the default one when not given");

/** `3`, or `">= 3"`. */
export const numberKey = z.union([
  z.number(),
  z.string().refine(isComparison, { error: 'wanted a number, or a comparison such as ">= 3"' }),
]);

/** One text or several of which any will do. */
export const oneOfKey = z.union([z.string(), z.array(z.string()).min(1)]);

export type WantedNumber = z.infer<typeof numberKey>;

/** Compares a number of an answer with what the step wants; the line of evidence when it differs. */
export function differsNumber(what: string, wanted: WantedNumber | undefined, got: number | undefined): string[] {
  if (wanted === undefined) return [];
  const holds =
    got !== undefined && (typeof wanted === "number" ? got === wanted : compareNumber(wanted, got) === true);
  return holds ? [] : [wantedGot(what, String(wanted), got === undefined ? "nothing" : String(got))];
}

export function differsText(
  what: string,
  wanted: string | readonly string[] | undefined,
  got: string | undefined,
): string[] {
  if (wanted === undefined) return [];
  const any = typeof wanted === "string" ? [wanted] : wanted;
  return got !== undefined && any.includes(got) ? [] : [wantedGot(what, any.join(" or "), got ?? "nothing")];
}

export function differsFlag(what: string, wanted: boolean | undefined, got: boolean): string[] {
  return wanted === undefined || wanted === got ? [] : [wantedGot(what, wanted ? "yes" : "no", got ? "yes" : "no")];
}

/** `state: wanted Established, got Active`, the form of every difference. */
export function wantedGot(what: string, wanted: string, got: string): string {
  return `${what}: wanted ${wanted}, got ${got}`;
}

/** A regular expression as a key; its text when it cannot be compiled is refused where it stands. */
export const patternKey = z
  .string()
  .refine(isPattern, { error: "not a regular expression that JavaScript understands" });

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "m") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Any JSON value; a pattern for the subset match. */
export const jsonKey = z.json();

/** `1 prefix`, `2 prefixes`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
