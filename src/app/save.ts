// Knows: which routers of a running lab are to keep what they are configured with now, and what becomes of the others.
// Refuses to know: the words of the command line, and how one router does it (scenario/save-config.ts).

import { CommandError, UsageError } from "../base/errors.ts";
import { saveConfig } from "../scenario/save-config.ts";
import type { AppContext } from "./context.ts";
import { openRuntime, pickRunning } from "./lab-status.ts";
import { findPlace, isRouter, placesIn } from "./places.ts";

/** A router writes in milliseconds; this is for a user-mode kernel on a machine that is busy. */
const withinMs = 60_000;

/**
 * The routers that wrote their running configuration to their own /etc/frr; all of them when none is named. Throws
 * UsageError for a node that is no router, CommandError for one that could not write; the others have written then.
 */
export async function saveRouters(
  context: AppContext,
  lab: string | undefined,
  names: readonly string[],
): Promise<readonly string[]> {
  const { state, anchor } = pickRunning(context.store, lab);
  const routers = placesIn(context.store, state).filter((place) => isRouter(place) && place.running !== false);
  const known = routers.map(({ name }) => name);
  for (const name of names) {
    if (isRouter(findPlace(context.store, state, name))) continue;
    throw new UsageError(`${name} has no FRR whose configuration could be saved`, `routers: ${known.join(", ")}`);
  }
  const wanted = names.length === 0 ? known : names;
  if (wanted.length === 0) throw new UsageError(`lab "${state.lab}" has no router`, "nothing is there to be saved");
  const runtime = await openRuntime(anchor);
  try {
    const options = { timeoutMs: withinMs, signal: context.signal };
    const results = await Promise.all(wanted.map((name) => saveConfig(name, runtime, options)));
    const failed = wanted.flatMap((name, i) => (results[i]?.saved === true ? [] : [{ name, ...results[i] }]));
    if (failed.length > 0) {
      throw new CommandError(`not saved: ${failed.map(({ name }) => name).join(", ")}`, {
        command: "vtysh -c write",
        output: failed.map(({ name, output = "" }) => `${name}: ${output}`).join("\n"),
      });
    }
  } finally {
    runtime.close();
  }
  return wanted;
}
