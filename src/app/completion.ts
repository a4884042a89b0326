// Knows: which names of labs and nodes a shell may offer.
// Refuses to know: which command they are for, and which shell asks.

import type { AppContext } from "./context.ts";
import { knownLabs, statusOf } from "./lab-status.ts";

export function labNames(context: AppContext): readonly string[] {
  return knownLabs(context.store);
}

/** Nodes of that lab; of all that run when it is left out, for it may come later on the line. */
export function nodeNames(context: AppContext, lab: string | undefined): readonly string[] {
  const labs = lab === undefined ? knownLabs(context.store) : [lab];
  const nodes = labs.flatMap((name) => {
    const status = statusOf(context.store, name);
    return status.status === "running" ? status.state.nodes.map((node) => node.name) : [];
  });
  return [...new Set(nodes)];
}
