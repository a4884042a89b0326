// Knows: every action there is.
// Refuses to know: what they do; each says so itself.
//
// Written by scripts/registry.mjs from the files in src/scenario/actions; run it after adding one.

import { eraseAction, type AnyAction } from "./action.ts";
import configureEntry from "./actions/configure.ts";
import containerEntry from "./actions/container.ts";
import killEntry from "./actions/kill.ts";
import linkEntry from "./actions/link.ts";
import networkEntry from "./actions/network.ts";
import pauseEntry from "./actions/pause.ts";
import plugEntry from "./actions/plug.ts";
import restartEntry from "./actions/restart.ts";
import runEntry from "./actions/run.ts";
import saveEntry from "./actions/save.ts";
import startEntry from "./actions/start.ts";
import stopEntry from "./actions/stop.ts";
import unplugEntry from "./actions/unplug.ts";

/** In alphabetical order. */
export const actions: readonly AnyAction[] = [
  eraseAction(configureEntry),
  eraseAction(containerEntry),
  eraseAction(killEntry),
  eraseAction(linkEntry),
  eraseAction(networkEntry),
  eraseAction(pauseEntry),
  eraseAction(plugEntry),
  eraseAction(restartEntry),
  eraseAction(runEntry),
  eraseAction(saveEntry),
  eraseAction(startEntry),
  eraseAction(stopEntry),
  eraseAction(unplugEntry),
];
