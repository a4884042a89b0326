import { expect, test } from "vitest";
import { splitWords } from "../../../src/check/command-words.ts";

test.each([
  ["ip route show", ["ip", "route", "show"]],
  ["  a  b ", ["a", "b"]],
  ["", []],
  [`echo 'a b' "c d" e\\ f`, ["echo", "a b", "c d", "e f"]],
  [`x'y'"z"`, ["xyz"]],
  [`"a \\"b\\" \\n"`, ['a "b" \\n']],
  [`'a;b|c' --x=">"`, ["a;b|c", "--x=>"]],
  [`''`, [""]],
])("%s", (text, words) => expect(splitWords(text)).toEqual({ ok: true, words }));

test.each([
  ["echo 'a", "a quote is not closed"],
  ['echo "a', "a quote is not closed"],
  ["a | b", '"|" is a word of the shell'],
  ["a && b", '"&&" is a word of the shell'],
  ["a > b", '">" is a word of the shell'],
])("%s is refused", (text, why) =>
  expect(splitWords(text)).toMatchObject({ ok: false, why: expect.stringContaining(why) as string }),
);
