// Knows: the commands that go into a node with the terminal as it is: exec, shell, vtysh.
// Refuses to know: what the user does there; the inner exit code is the outer one.

import { UsageError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { connectAgent } from "../runtime/client.ts";
import { runInside } from "../runtime/enter.ts";
import { runInGuest, type GuestTarget } from "../runtime/uml/enter-guest.ts";
import type { NodeRecord } from "../state/store.ts";
import type { AppContext } from "./context.ts";
import { pickRunning } from "./lab-status.ts";

export interface Inside {
  readonly lab: string | undefined;
  /** undefined: the sandbox itself, where `ip netns` knows the nodes. */
  readonly node: string | undefined;
}

/** The node of that name, or UsageError with the closest one. */
export function findNode(nodes: readonly NodeRecord[], name: string, lab: string): NodeRecord {
  const node = nodes.find((candidate) => candidate.name === name);
  if (node) return node;
  const names = nodes.map((candidate) => candidate.name);
  throw new UsageError(
    `lab "${lab}" has no node "${name}"${didYouMean(name, names)}`,
    `its nodes: ${names.join(", ")}`,
  );
}

export async function execIn(context: AppContext, where: Inside, argv: readonly string[]): Promise<number> {
  const { state, anchor } = pickRunning(context.store, where.lab);
  const node = where.node === undefined ? undefined : findNode(state.nodes, where.node, state.lab);
  const target = { node: node?.name, hostname: node?.hostname ?? state.lab, env: node?.env ?? {} };
  if (state.kernel === "uml") return execInGuest(anchor.pid, target, argv);
  return runInside({ anchorPid: anchor.pid, userNamespace: state.userNamespace, ...target }, argv);
}

async function execInGuest(anchorPid: number, target: GuestTarget, argv: readonly string[]): Promise<number> {
  const client = await connectAgent(anchorPid);
  try {
    return await runInGuest(client, target, argv);
  } finally {
    client.close();
  }
}

/** An interactive shell whose prompt says where one is. */
export function shellIn(context: AppContext, where: Inside): Promise<number> {
  return execIn(context, where, ["env", "PS1=\\u@\\h:\\w\\$ ", "bash", "--norc", "-i"]);
}

export function vtyshIn(
  context: AppContext,
  where: Inside & { readonly node: string },
  args: readonly string[],
): Promise<number> {
  return execIn(context, where, ["vtysh", ...args]);
}
