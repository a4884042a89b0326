// Knows: what a lab's nodes have written: FRR's log, the services' output, the node's and the sandbox's own messages.
// Refuses to know: how it is shown.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logFolder } from "../state/paths.ts";
import type { AppContext } from "./context.ts";
import { openRuntime, pickRunning } from "./lab-status.ts";
import { findPlace, isRouter, placesIn } from "./places.ts";

export interface LogLine {
  /** The node, or `sandbox`. */
  readonly node: string;
  /** `frr`, a service's name, or `init`. */
  readonly source: string;
  readonly text: string;
}

/** All lines so far, node by node. A log that does not exist is empty. */
export async function readLogs(
  context: AppContext,
  lab: string | undefined,
  nodeName: string | undefined,
): Promise<readonly LogLine[]> {
  const { state, anchor } = pickRunning(context.store, lab);
  const nodes =
    nodeName === undefined
      ? placesIn(context.store, state)
      : placesIn(context.store, state).filter(({ name }) => name === nodeName);
  // A container that has ended has logs all the same.
  if (nodes.length === 0 && nodeName !== undefined) findPlace(context.store, state, nodeName);
  const runtime = await openRuntime(anchor);
  try {
    const frr = await Promise.all(
      nodes.filter(isRouter).map(async (node) => {
        const read = await runtime.exec(node.name, ["cat", "/var/log/frr/frr.log"], { timeoutMs: 10_000 });
        return linesOf(node.name, "frr", read.stdout);
      }),
    );
    const folder = join(context.store.dirOf(state.lab), logFolder);
    const own = readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((file) => {
      if (!file.endsWith(".log")) return [];
      const [node = "", service] = file.replace(/\.log$/, "").split(/\.(?=[^.]*$)/);
      const wanted = nodeName === undefined || node === nodeName;
      return wanted ? linesOf(node, service ?? "init", readFileSync(join(folder, file), "utf8")) : [];
    });
    return [...own, ...frr.flat()];
  } finally {
    runtime.close();
  }
}

function linesOf(node: string, source: string, text: string): LogLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ node, source, text: line }));
}
