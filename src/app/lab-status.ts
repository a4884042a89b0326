// Knows: whether a lab that is remembered is still there.
// Refuses to know: what is in it.

import { basename } from "node:path";
import { StateError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Plan } from "../plan/step.ts";
import { isAlive, type ProcessId } from "../runtime/process-id.ts";
import { connectAgent } from "../runtime/client.ts";
import { labRuntime } from "../runtime/lab-runtime.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import { markedStateDirs } from "../runtime/sandbox.ts";
import type { LabState, Store } from "../state/store.ts";

export type LabStatus =
  | { readonly status: "absent" }
  /** Its processes are gone (killed, or the machine's memory ran out); only the folder is left. */
  | { readonly status: "dead"; readonly state: LabState | undefined }
  | { readonly status: "deploying"; readonly state: LabState | undefined }
  | { readonly status: "running"; readonly state: LabState; readonly anchor: ProcessId };

export function statusOf(store: Store, lab: string): LabStatus {
  const state = store.read(lab);
  if (state?.anchor && isAlive(state.anchor)) {
    return state.phase === "running"
      ? { status: "running", state, anchor: state.anchor }
      : { status: "deploying", state };
  }
  if (state || store.list().includes(lab)) return { status: "dead", state };
  return { status: "absent" };
}

/** Every lab there is any trace of: a folder, or processes that carry the mark of one. */
export function knownLabs(store: Store): readonly string[] {
  const marked = markedStateDirs().filter((dir) => dir.startsWith(`${store.root}/`));
  return [...new Set([...store.list(), ...marked.map((dir) => basename(dir))])].sort();
}

/** The lab meant by `name`, or the only one that runs when the name is left out. Throws StateError. */
export function pickRunning(store: Store, name: string | undefined): Extract<LabStatus, { status: "running" }> {
  const running = store.list().flatMap((lab) => {
    const status = statusOf(store, lab);
    return status.status === "running" ? [status] : [];
  });
  if (name === undefined) {
    const [only, ...others] = running;
    if (only && others.length === 0) return only;
    if (!only) throw new StateError("no lab is running", "start one: labctl deploy FILE");
    throw new StateError(
      `${running.length} labs are running: ${running.map((lab) => lab.state.lab).join(", ")}`,
      "name the one you mean",
    );
  }
  const found = running.find((lab) => lab.state.lab === name);
  if (found) return found;
  const status = statusOf(store, name).status;
  if (status === "dead")
    throw new StateError(`lab "${name}" is dead: its processes are gone`, `labctl destroy ${name}`);
  if (status === "deploying") throw new StateError(`lab "${name}" is still being built`);
  const names = running.map((lab) => lab.state.lab);
  throw new StateError(`no lab "${name}" is running${didYouMean(name, names)}`, "labctl inspect lists what runs");
}

/** With the lab's plan, what runs in it can be stopped and started, too. */
export async function openRuntime(anchor: ProcessId, plan?: Plan): Promise<LabRuntime> {
  return labRuntime(await connectAgent(anchor.pid), plan);
}
