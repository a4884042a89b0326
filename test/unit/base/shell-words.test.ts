import { expect, test } from "vitest";
import { splitWords } from "../../../src/base/shell-words.ts";

test.each([
  ["ip link  set eth1 up", ["ip", "link", "set", "eth1", "up"]],
  ["  a  b ", ["a", "b"]],
  ["", []],
  ["  ", []],
  [`echo 'a b' "c d" e\\ f`, ["echo", "a b", "c d", "e f"]],
  [`x'y'"z"`, ["xyz"]],
  [`a"b c"d`, ["ab cd"]],
  [`"a \\"b\\" \\n"`, ['a "b" \\n']],
  [`"a\\"b\\c" '\\'`, ['a"b\\c', "\\"]],
  [`sh -c 'a | "b" $c; d' --x=">"`, ["sh", "-c", 'a | "b" $c; d', "--x=>"]],
  [`find / -exec ls {} \\; '|' a\\;`, ["find", "/", "-exec", "ls", "{}", ";", "|", "a;"]],
  [`'' ""`, ["", ""]],
  ["a\\\nb \\\n c", ["ab", "c"]],
])("%j", (text, words) => expect(splitWords(text)).toEqual({ ok: true, words }));

test.each([
  ["echo 'a", "a ' is opened and not closed"],
  ['echo "a', 'a " is opened and not closed'],
  ["a\\", "it ends with a backslash"],
])("%j cannot be split", (text, why) => expect(splitWords(text)).toEqual({ ok: false, why }));

test.each([
  ["a | b", "|"],
  ["a || true", "||"],
  ["a && b > c", "&&"],
  ["a > b", ">"],
  ["a >/dev/null", ">/dev/null"],
  ["a 2>&1", "2>&1"],
  ["a &", "&"],
  ["a; b", "a;"],
])("%j has a word that only a shell understands", (text, operator) =>
  expect(splitWords(text)).toMatchObject({ ok: true, operator }),
);
