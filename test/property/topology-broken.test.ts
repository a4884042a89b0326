// Knows: that no text makes the loader throw, and that what it reports lies in the file.
// Refuses to know: which mistake a given change makes.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "../../src/base/span.ts";
import { tryLoad } from "../unit/topology/memory-io.ts";

const valid = ["bgp-unnumbered", "three-routers-lan", "static-routes"].map((name) =>
  readFileSync(new URL(`../../labs/${name}.yml`, import.meta.url), "utf8"),
);

type Change = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const pick = <T>(items: readonly T[], at: number): T | undefined => items[Math.floor(at * items.length)];
const tokens = (text: string) => [...text.matchAll(/[A-Za-z0-9./-]+|[^\sA-Za-z0-9]/g)];

const junk = fc.constantFrom(
  "",
  "{",
  "}",
  "[",
  "]",
  ":",
  "- ",
  "\t",
  "*a",
  "&a",
  "<<",
  "!!x",
  "|",
  "'",
  '"',
  "null",
  "1",
  "${X}",
  "#",
  "a: b",
  "…",
);

const replaceToken = fc.tuple(place, junk).map(([at, word]): Change => (text) => {
  const token = pick(tokens(text), at);
  if (!token) return text;
  return text.slice(0, token.index) + word + text.slice(token.index + token[0].length);
});
const swapTokens = fc.tuple(place, place).map(([from, to]): Change => (text) => {
  const [a, b] = [pick(tokens(text), from), pick(tokens(text), to)];
  if (!a || !b) return text;
  return text.slice(0, a.index) + b[0] + text.slice(a.index + a[0].length);
});
const onLines = (change: (lines: string[], at: number) => void) =>
  place.map((at): Change => (text) => {
    const lines = text.split("\n");
    change(lines, Math.floor(at * lines.length));
    return lines.join("\n");
  });
const duplicateLine = onLines((lines, at) => lines.splice(at, 0, lines[at] ?? ""));
const dropLine = onLines((lines, at) => lines.splice(at, 1));
const indentLine = fc
  .tuple(
    onLines((lines, at) => (lines[at] = `  ${lines[at]}`)),
    onLines((lines, at) => (lines[at] = (lines[at] ?? "").slice(1))),
  )
  .chain(([more, less]) => fc.constantFrom(more, less));
const cutOff = place.map(
  (at): Change =>
    (text) =>
      text.slice(0, Math.floor(at * text.length)),
);

const change = fc.oneof(replaceToken, swapTokens, duplicateLine, dropLine, indentLine, cutOff);
const broken = fc
  .tuple(fc.constantFrom(...valid), fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) => changes.reduce((before, apply) => apply(before), text));

function isInside(at: Span, text: string): boolean {
  const line = text.split("\n")[at.line - 1];
  return line !== undefined && at.col >= 1 && at.col - 1 + at.length <= line.length + 1;
}

test("a broken lab file gives diagnostics inside the file, or a lab", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(broken, async (text) => {
      const { lab, diagnostics } = await tryLoad(text);
      expect(lab !== undefined).toBe(!diagnostics.some((d) => d.severity === "error"));
      for (const { at, related = [] } of diagnostics) {
        for (const span of [at, ...related.map((r) => r.at)]) {
          if (span.file === "lab.yml") expect(isInside(span, text), JSON.stringify(span)).toBe(true);
        }
      }
    }),
    { numRuns: 600 },
  );
});

test("any text at all is read without a crash", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
      const { lab, diagnostics } = await tryLoad(text);
      expect(lab).toBeUndefined();
      for (const { at } of diagnostics) expect(isInside(at, text), JSON.stringify(at)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
