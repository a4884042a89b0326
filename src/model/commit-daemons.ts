// Knows: which FRR daemons a commit on a running Cumulus switch may start, besides those its lab file needs.
// Refuses to know: what lines need them (nclu/frr-delta.ts).

import type { LabNode } from "./lab.ts";

const commitDaemons = ["bgpd", "ospfd", "ospf6d", "pimd", "bfdd"] as const;
export type CommitDaemon = (typeof commitDaemons)[number];

/** The FRR daemons a node has, or may come to have. */
export function daemonsOf(node: LabNode): readonly string[] {
  if (node.kind === "frr") return node.frr.daemons;
  return node.kind === "cumulus" ? [...new Set([...node.frr.daemons, ...commitDaemons])] : [];
}
