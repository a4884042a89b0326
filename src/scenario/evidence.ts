// Knows: where evidence of a failed step is put so that it outlives the lab.
// Refuses to know: what the evidence is.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes files into `dir`, each under a name of its own; resolves with the path. */
export function evidenceKeeper(dir: string): (name: string, bytes: Uint8Array) => Promise<string> {
  return async (name, bytes) => {
    await mkdir(dir, { recursive: true });
    for (let number = 1; ; number++) {
      const path = join(dir, number === 1 ? name : name.replace(/(\.\w+)?$/, `-${number}$1`));
      try {
        await writeFile(path, bytes, { flag: "wx" });
        return path;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
    }
  };
}
