// Knows: which names of labs, nodes and ends of links a shell may offer.
// Refuses to know: which command they are for, and which shell asks.

import type { AppContext } from "./context.ts";
import type { LabState } from "../state/store.ts";
import { knownLabs, statusOf } from "./lab-status.ts";

export function labNames(context: AppContext): readonly string[] {
  return knownLabs(context.store);
}

/** Nodes of that lab; of all that run when it is left out, for it may come later on the line. */
export function nodeNames(context: AppContext, lab: string | undefined): readonly string[] {
  return ofRunning(context, lab, (state) => state.nodes.map((node) => node.name));
}

/** `node:interface` of every link, in the same way. */
export function endNames(context: AppContext, lab: string | undefined): readonly string[] {
  return ofRunning(context, lab, (state) => state.links.flat());
}

function ofRunning(
  context: AppContext,
  lab: string | undefined,
  names: (state: LabState) => readonly string[],
): readonly string[] {
  const labs = lab === undefined ? knownLabs(context.store) : [lab];
  const all = labs.flatMap((name) => {
    const status = statusOf(context.store, name);
    return status.status === "running" ? names(status.state) : [];
  });
  return [...new Set(all)];
}
