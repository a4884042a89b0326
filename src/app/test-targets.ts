// Knows: which labs a test run is about: those named, else those that run, else every file in labs/.
// Refuses to know: how they are tested.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../base/errors.ts";
import type { AppContext } from "./context.ts";
import { pickRunning, statusOf } from "./lab-status.ts";

/** A lab to test: from a file, and running or not. */
export interface Target {
  readonly file: string;
  readonly name: string | undefined;
  /** Which variant a running lab is. */
  readonly variant?: string | undefined;
}

export function findTargets(wanted: readonly string[], { store }: AppContext): readonly Target[] {
  const running = store.list().flatMap((name) => {
    const status = statusOf(store, name);
    return status.status === "running" ? [{ file: status.state.file, name, variant: status.state.variant }] : [];
  });
  if (wanted.length > 0) {
    return wanted.map((word) => {
      const isFile = /[./]/.test(word);
      if (isFile) return { file: word, name: undefined };
      const { state } = pickRunning(store, word);
      return { file: state.file, name: word, variant: state.variant };
    });
  }
  if (running.length > 0) return running;
  const files = labFilesIn("labs");
  if (files.length === 0)
    throw new UsageError("there is nothing to test: no lab runs, and there is no labs/*.yml here");
  return files.map((file) => ({ file, name: undefined }));
}

function labFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
