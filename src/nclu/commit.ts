// Knows: what has to happen to make new files real: written, interfaces first, then FRR by difference.
// Refuses to know: how each is done, and what becomes of the pending buffer (session.ts).

import { frrDaemons, frrDelta } from "./frr-delta.ts";
import type { Effect } from "./session-state.ts";
import { path, readSwitch, type Files } from "./switch-files.ts";

/** In order. Interfaces come before FRR, which needs them; only what differs is touched. */
export function commitEffects(before: Files, after: Files): readonly Effect[] {
  const changed = (name: string): boolean => before[name] !== after[name];
  const effects: Effect[] = Object.keys(after)
    .filter((name) => changed(name) && name !== path.frr)
    .map((name) => ({ kind: "write-file", path: name, text: after[name] ?? "" }));
  if (changed(path.hostname)) effects.push({ kind: "hostname", name: (after[path.hostname] ?? "").trim() });
  if (changed(path.interfaces)) effects.push({ kind: "ifreload" });
  if (changed(path.frr)) {
    const [was, is] = [readSwitch(before).frr, readSwitch(after).frr];
    const daemons = frrDaemons(is).filter((daemon) => !frrDaemons(was).includes(daemon));
    if (daemons.length > 0) effects.push({ kind: "frr-daemons", daemons });
    const lines = frrDelta(was, is);
    if (lines.length > 0) effects.push({ kind: "frr-configure", lines });
    effects.push({ kind: "write-file", path: path.frr, text: after[path.frr] ?? "" });
  }
  return effects;
}

/** What `net commit` says when a part refused; everything stays pending. `component` is `ifupdown2` or `frr`. */
export function commitFailureText(component: string, command: string, output: string): string {
  return [
    `ERROR: "${command}" failed:`,
    output.trimEnd(),
    "",
    `"net commit" failed for ${component}.  All changes will remain in "net pending".`,
    "",
  ].join("\n");
}
