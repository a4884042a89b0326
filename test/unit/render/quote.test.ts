import { expect, test } from "vitest";
import { batchLine, hereDocument, shellWord } from "../../../src/render/quote.ts";

test.each([
  ["plain-word_1.2/3:4", "plain-word_1.2/3:4"],
  ["--load=-", "--load=-"],
  ["A=b", "'A=b'"],
  ["", "''"],
  ["it's", "'it'\\''s'"],
  ["$(rm -r /)", "'$(rm -r /)'"],
  ["~", "'~'"],
  ["two\nlines", "'two\nlines'"],
])("%j becomes %s for a shell", (word, quoted) => expect(shellWord(word)).toBe(quoted));

test("a here-document ends with a word its text has not got", () => {
  expect(hereDocument("a\nEND\n")).toBe("<<'END1'\na\nEND\nEND1");
});

test("a word of ip -batch is quoted only where its parser needs it", () => {
  expect(batchLine(["dev", "eth1.10", "a b", "back\\", '"x'])).toBe(`dev eth1.10 'a b' 'back\\' '"x'`);
});

test.each(["#", "a'b c", "two\nlines"])("%j has no form in ip -batch and is refused, not mangled", (word) => {
  expect(() => batchLine(["dev", word])).toThrow("no way to write");
});
