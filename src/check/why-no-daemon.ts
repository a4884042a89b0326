// Knows: whether an FRR daemon of a node answers, and in a few words why not. A commit or `configure` may have started
// one that the lab file does not have, and one that it has may have died: only the node itself knows.
// Refuses to know: what the daemon was to be asked.

import { CouldNotAsk } from "../observe/facts.ts";
import type { AskContext } from "./check.ts";

/** `r2 runs no ospfd`; undefined when the daemon answers. */
export async function whyNoDaemon(node: string, daemon: string, { facts }: AskContext): Promise<string | undefined> {
  try {
    await facts.show(node, daemon, "show version");
    return undefined;
  } catch (error) {
    if (!(error instanceof CouldNotAsk)) throw error;
  }
  const found = (await facts.processes()).find((process) => process.node === node && process.name === daemon);
  if (found === undefined) return `${node} runs no ${daemon}`;
  if (found.state === "running") return `${daemon} on ${node} does not answer`;
  return `${daemon} on ${node} has ended`;
}
