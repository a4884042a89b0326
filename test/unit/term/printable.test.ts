import { expect, test } from "vitest";
import { printable } from "../../../src/term/printable.ts";
import { cut, textWidth } from "../../../src/term/width.ts";

test("what a program prints does not drive the terminal it is quoted on", () => {
  expect(printable("a\tb\n\u001B[31mred\u001B[0m\u001B[2J\u001B]0;title\u0007 10%\r20%\u0001\u0085")).toBe(
    "a\tb\nred 10%20%",
  );
});

test.each([
  ["short", 10, "short"],
  ["exactly ten", 11, "exactly ten"],
  ["a longer text", 8, "a longe…"],
  // Two columns each.
  ["日本語の名前", 12, "日本語の名前"],
  ["日本語の名前", 8, "日本語…"],
])("%s in %i columns", (text, width, shown) => {
  expect(cut(text, width)).toBe(shown);
  expect(textWidth(cut(text, width))).toBeLessThanOrEqual(width);
});
