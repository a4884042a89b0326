// Knows: when there is something in a file, told as soon as it is written, without asking again and again.
// Refuses to know: what it is, and whose file.

import { statSync, watch } from "node:fs";
import { dirname } from "node:path";

/** Resolves with false when there is still nothing in it after `timeoutMs`. Its folder has to be there. */
export function fileWritten(path: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const watcher = watch(dirname(path));
    const end = (written: boolean): void => {
      clearTimeout(timer);
      watcher.close();
      resolve(written);
    };
    const timer = setTimeout(end, timeoutMs, false);
    const look = (): void => {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0) end(true);
    };
    watcher.on("change", look);
    watcher.on("error", (error) => (clearTimeout(timer), reject(error)));
    look(); // it may have been written before anybody watched
  });
}
