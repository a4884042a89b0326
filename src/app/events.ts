// Knows: how what happens in a running lab is listened to.
// Refuses to know: how it is shown.

import { connectAgent } from "../runtime/client.ts";
import type { LabEvent } from "../runtime/lab-event.ts";
import type { AppContext } from "./context.ts";
import { pickRunning } from "./lab-status.ts";

/**
 * Calls `heard` for each event, first for those so far when `past` is given. Resolves when the caller's signal fires, or
 * after the past ones when it is not to follow; throws LabAgentGone when the lab ends meanwhile.
 */
export async function followEvents(
  context: AppContext,
  lab: string | undefined,
  options: { readonly past: boolean; readonly follow: boolean },
  heard: (event: LabEvent) => void,
): Promise<void> {
  const { anchor } = pickRunning(context.store, lab);
  const client = await connectAgent(anchor.pid);
  try {
    const listening = client.events({ past: options.past }, heard);
    // The past is told before the next call is looked at.
    if (!options.follow || context.signal.aborted) listening.end();
    else context.signal.addEventListener("abort", () => listening.end(), { once: true });
    await listening.done;
  } finally {
    client.close();
  }
}
