// Knows: the two plain ways a `net` command ends: it said something, or it refused.
// Refuses to know: commands with effects; they add theirs.

import type { NcluState, NetResult } from "./session-state.ts";

export function says(state: NcluState, stdout: string): NetResult {
  return { state, stdout, stderr: "", exitCode: 0, effects: [] };
}

/** NCLU prints its errors where its results go; only the exit code differs. */
export function fails(state: NcluState, stdout: string): NetResult {
  return { state, stdout, stderr: "", exitCode: 1, effects: [] };
}
