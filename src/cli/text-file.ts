// Knows: how a command writes a file that the user named.
// Refuses to know: what is written.

import { writeFileSync } from "node:fs";
import { UsageError } from "../base/errors.ts";

/**
 * Empties the file, so that a bad path is told at once, and returns what adds to it. Throws UsageError; for a lab file,
 * too: `graph --html my-lab.yml` is a slip, and would be the end of it.
 */
export function openTextFile(file: string): (text: string) => void {
  if (/\.ya?ml$/i.test(file)) {
    throw new UsageError(
      `${file} looks like a lab file: what is written here would take its place`,
      "the option takes the file to write; the lab stands by itself",
    );
  }
  const write = (text: string, flag: "w" | "a"): void => {
    try {
      writeFileSync(file, text, { flag });
    } catch (error) {
      throw new UsageError(`${file} cannot be written: ${(error as Error).message}`, undefined, { cause: error });
    }
  };
  write("", "w");
  return (text) => write(text, "a");
}
