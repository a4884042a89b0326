// Knows: how many columns of a terminal a text takes.
// Refuses to know: where it is placed.

import { stripVTControlCharacters } from "node:util";

/**
 * First and last code points of the blocks a terminal draws two columns wide: those that are Wide or Fullwidth in
 * Unicode's EastAsianWidth.txt, joined where only unassigned points lie between.
 */
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul Jamo
  [0x2e80, 0x303e], // CJK radicals, punctuation
  [0x3041, 0x33ff], // kana, CJK compatibility
  [0x3400, 0x4dbf], // CJK extension A
  [0x4e00, 0xa4cf], // CJK, Yi
  [0xa960, 0xa97f], // Hangul Jamo extended A
  [0xac00, 0xd7a3], // Hangul syllables
  [0xf900, 0xfaff], // CJK compatibility ideographs
  [0xfe30, 0xfe6f], // CJK compatibility forms
  [0xff01, 0xff60], // full-width forms
  [0xffe0, 0xffe6],
  [0x17000, 0x18d08], // Tangut
  [0x1b000, 0x1b2fb], // kana supplement
  [0x1f200, 0x1f2ff], // enclosed ideographs
  [0x20000, 0x3fffd], // CJK extensions B and later
];

/** Letters, punctuation and box drawing of which every code unit is one column: what nearly all text is made of. */
const oneColumnEach = /^[\x20-\x7e\u00a1-\u02ff\u2010-\u2027\u2500-\u259f]*$/;
/** Made when first needed: it loads tables that `--help` does not use. */
let segmenter: Intl.Segmenter | undefined;

/** Columns of one line of text; escape sequences take none. */
export function textWidth(text: string): number {
  if (oneColumnEach.test(text)) return text.length;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of segmenter.segment(stripVTControlCharacters(text))) width += clusterWidth(segment);
  return width;
}

function clusterWidth(cluster: string): number {
  // A cluster that is only marks, controls or format characters draws nothing of its own.
  if (/^[\p{M}\p{Cc}\p{Cf}]+$/u.test(cluster)) return 0;
  // U+FE0F asks for the picture form of a character that is text by default.
  if (/^\p{Emoji_Presentation}/u.test(cluster) || cluster.includes("\ufe0f")) return 2;
  const point = cluster.codePointAt(0) ?? 0;
  return wideBlocks.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}

/** The text and as many spaces as bring it to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** The text, or as much of its beginning as fits into `width` columns with a `…` behind it. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let rest = text.slice(0, Math.max(0, width - 1));
  while (textWidth(rest) > width - 1 && rest !== "") rest = rest.slice(0, -1);
  return `${rest.trimEnd()}…`;
}
