// Knows: which lab the user means: by name, by its file, or the only one there is.
// Refuses to know: what is done with it.

import { resolve } from "node:path";
import type { AppContext } from "../app/context.ts";
import { listLabs, type LabSummary } from "../app/inspect.ts";
import { pickRunning } from "../app/lab-status.ts";
import type { CommandContext } from "./command.ts";
import { withApp } from "./with-app.ts";

/** A word with a slash or a YAML suffix is the file of a lab that was deployed from it; any other is a lab's name. */
export function labOf(word: string, known: readonly LabSummary[]): string {
  if (!looksLikeFile(word)) return word;
  return known.find((lab) => lab.file === resolve(word))?.lab ?? word;
}

export function looksLikeFile(word: string): boolean {
  return word.includes("/") || /\.ya?ml$/.test(word);
}

/** Runs a use case on the lab given by `--lab`; undefined stays undefined: the only one that runs. */
export async function withLab<T>(
  context: CommandContext,
  word: string | undefined,
  work: (app: AppContext, lab: string | undefined) => Promise<T>,
): Promise<T> {
  return withApp(context, (app) => work(app, word === undefined ? undefined : labOf(word, listLabs(app))));
}

/** The lab file meant by a file's name, by the name of a running lab, or by nothing when one lab runs; and its variant. */
export async function fileOfLab(
  context: CommandContext,
  word: string | undefined,
): Promise<{ readonly file: string; readonly variant: string | undefined }> {
  if (word !== undefined && looksLikeFile(word)) return { file: word, variant: undefined };
  const { file, variant } = await withApp(context, (app) => Promise.resolve(pickRunning(app.store, word).state));
  return { file, variant };
}
