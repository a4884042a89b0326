// Knows: how a lab is ended for certain, whatever is left of it.
// Refuses to know: how it was built, and the lab file: the file may be gone.

import { join } from "node:path";
import { endMarked, endSandbox } from "../runtime/sandbox.ts";
import { takeLock } from "../runtime/lock.ts";
import { ensureStateRoot } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { knownLabs, statusOf } from "./lab-status.ts";

export type Destroyed = { readonly lab: string; readonly was: "running" | "deploying" | "dead" | "absent" };

export function lockFileOf(store: Store, lab: string): string {
  return join(store.root, `${lab}.lock`);
}

/** Ends the lab and forgets it. Doing it twice is fine: the second time there was nothing. */
export async function destroyLab(store: Store, lab: string): Promise<Destroyed> {
  ensureStateRoot(store.root);
  const lock = await takeLock(lockFileOf(store, lab), `destroying ${lab}`);
  try {
    const was = statusOf(store, lab).status;
    return { lab, was: (await removeLab(store, lab)) && was === "absent" ? "deploying" : was };
  } finally {
    await lock.release();
  }
}

/** The same for a caller that holds the lab's lock. Tells whether any process was found. */
export async function removeLab(store: Store, lab: string): Promise<boolean> {
  const anchor = store.read(lab)?.anchor;
  if (anchor) await endSandbox(anchor);
  // The mark finds a sandbox whose pid was never written down: labctl was killed in that very moment.
  const found = await endMarked(store.dirOf(lab));
  store.remove(lab);
  return anchor !== undefined || found > 0;
}

export async function destroyAll(store: Store): Promise<readonly Destroyed[]> {
  return Promise.all(knownLabs(store).map((lab) => destroyLab(store, lab)));
}
