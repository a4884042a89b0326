// Knows: the commands that go into a node with the terminal as it is: exec, shell, vtysh.
// Refuses to know: what the user does there; the inner exit code is the outer one.

import { connectAgent } from "../runtime/client.ts";
import { runInside } from "../runtime/enter.ts";
import { runInGuest, type GuestTarget } from "../runtime/uml/enter-guest.ts";
import type { AppContext } from "./context.ts";
import { pickRunning } from "./lab-status.ts";
import { findPlace } from "./places.ts";

export interface Inside {
  readonly lab: string | undefined;
  /** undefined: the sandbox itself, where `ip netns` knows the nodes. */
  readonly node: string | undefined;
  /** In a container: with the capabilities that it does not have, too. */
  readonly privileged?: boolean;
}

export async function execIn(context: AppContext, where: Inside, argv: readonly string[]): Promise<number> {
  const { state, anchor } = pickRunning(context.store, where.lab);
  const node = where.node === undefined ? undefined : findPlace(context.store, state, where.node);
  const target = { node: node?.name, hostname: node?.hostname ?? state.lab, env: node?.env ?? {} };
  const as = where.privileged === true ? "privileged" : "own";
  if (state.kernel === "uml") return execInGuest(anchor.pid, { ...target, as }, argv);
  // The agent of a guest puts these words before the command itself.
  const words = [...(node?.wrap?.[as] ?? []), ...argv];
  return runInside({ anchorPid: anchor.pid, userNamespace: state.userNamespace, ...target }, words);
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
