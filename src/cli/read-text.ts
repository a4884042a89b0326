// Knows: how a file is read for showing a line of it.
// Refuses to know: what is in it.

import { readFileSync } from "node:fs";

/** undefined when it cannot be read: a message is then shown without the line it is about. */
export function readTextIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
