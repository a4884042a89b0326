// Knows: which command of the lab file each line of a configuration came from.
// Refuses to know: the commands' effects.

import type { Span } from "../base/span.ts";
import { frrLines } from "./frr-file.ts";
import type { From, SwitchDraft } from "./model.ts";
import { readSwitch, type Files } from "./switch-files.ts";

/** `stanza NAME`, `stanza NAME KEY VALUE` or `frr PATH` (the line with the headers above it) → where it was written. */
export type LineSpans = ReadonlyMap<string, Span>;

/** `staged[from]` is the command with that index in the buffer. */
export function spansOf(draft: SwitchDraft, staged: readonly Span[]): LineSpans {
  const spans = new Map<string, Span>();
  const note = (key: string, from: From): void => {
    const span = from === undefined ? undefined : staged[from];
    if (span) spans.set(key, span);
  };
  for (const stanza of draft.stanzas.values()) {
    note(`stanza ${stanza.name}`, stanza.from);
    for (const { key, value, from } of stanza.attributes) note(`stanza ${stanza.name} ${key} ${value}`, from);
  }
  for (const { path, from } of frrLines(draft.frr)) note(`frr ${path}`, from);
  return spans;
}

/** The lines of frr.conf that are new in `after`, all written at one place. */
export function spansOfNew(before: Files, after: Files, at: Span): LineSpans {
  const keysOf = (files: Files): string[] => frrLines(readSwitch(files).frr).map(({ path }) => `frr ${path}`);
  const known = new Set(keysOf(before));
  return new Map(keysOf(after).flatMap((key): [string, Span][] => (known.has(key) ? [] : [[key, at]])));
}
