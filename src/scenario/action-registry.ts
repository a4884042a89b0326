// Knows: every action there is.
// Refuses to know: what they do; each says so itself.
//
// Written by scripts/registry.mjs from the files in src/scenario/actions; run it after adding one.

import { eraseAction, type AnyAction } from "./action.ts";
import pauseEntry from "./actions/pause.ts";
import runEntry from "./actions/run.ts";

/** In alphabetical order. */
export const actions: readonly AnyAction[] = [eraseAction(pauseEntry), eraseAction(runEntry)];
