// Knows: how a command writes a file that the user named.
// Refuses to know: what is written.

import { writeFileSync } from "node:fs";
import { UsageError } from "../base/errors.ts";

/** Empties the file, so that a bad path is told at once, and returns what adds to it. Throws UsageError. */
export function openTextFile(file: string): (text: string) => void {
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
