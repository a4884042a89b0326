// Knows: who hears of an event: those who listen, and the hooks, one after the other in the order of the lab file.
// Refuses to know: what happened (whoever emits says so).

import type { PlannedHook } from "../../../plan/container-step.ts";
import { environmentOf, fillIn, variablesOf, type LabEvent } from "../../lab-event.ts";
import type { ExecResult } from "../../runtime.ts";
import { createQueue } from "./queue.ts";

/** What an emitter gives; the rest is the same for all. */
export type NewEvent = Omit<LabEvent, "at" | "lab">;

export interface Events {
  /** Resolves when every hook has run. Throws when one of them failed: what was done stays done. */
  emit(event: NewEvent): Promise<void>;
  /** For what nobody waits for: a hook that fails is an event of its own. */
  announce(event: NewEvent): void;
  listen(listener: (event: LabEvent) => void): () => void;
  /** Everything so far, the oldest first. */
  readonly past: readonly LabEvent[];
  setHooks(hooks: readonly PlannedHook[]): void;
}

/** Runs a hook's command on a node or container. */
export type RunHook = (
  on: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<ExecResult>;

/** A lab that runs for days must not grow without end. */
const keptEvents = 1000;

export function createEvents(lab: string, runHook: RunHook): Events {
  const past: LabEvent[] = [];
  const listeners = new Set<(event: LabEvent) => void>();
  let hooks: readonly PlannedHook[] = [];
  const inOrder = createQueue();

  const publish = (given: NewEvent): LabEvent => {
    const { event, ...fields } = given;
    const full: LabEvent = { event, at: new Date().toISOString(), lab, ...fields };
    past.push(full);
    if (past.length > keptEvents) past.shift();
    for (const listener of listeners) listener(full);
    return full;
  };

  const react = async (hook: PlannedHook, event: LabEvent): Promise<void> => {
    const variables = variablesOf(event);
    const argv = hook.argv.map((word) => fillIn(word, variables));
    const result = await runHook(hook.on, argv, environmentOf(variables));
    if (result.code === 0) return;
    const how = result.timedOut ? "no end in time" : `exit ${result.code ?? result.signal}`;
    const said = `${result.stdout}${result.stderr}`.trim();
    const message = `the hook for ${hook.event} failed on ${hook.on}: ${argv.join(" ")}: ${how}${said === "" ? "" : `\n${said}`}`;
    publish({ event: "hook.failed", node: event.node, message });
    throw new Error(message);
  };

  const emit = async (given: NewEvent): Promise<void> => {
    const event = publish(given);
    const wanted = hooks.filter((hook) => matches(hook, event));
    // Nothing to run: no reason to wait for the hooks of another event.
    if (wanted.length === 0) return;
    await inOrder(async () => {
      for (const hook of wanted) await react(hook, event);
    });
  };

  return {
    emit,
    announce: (event) => void emit(event).catch(() => {}), // the failure is an event already
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    past,
    setHooks: (wanted) => (hooks = wanted),
  };
}

function matches(hook: PlannedHook, event: LabEvent): boolean {
  if (hook.event !== event.event) return false;
  const variables = variablesOf(event);
  // `*`: any value, but there must be one.
  return Object.entries(hook.match).every(([name, wanted]) =>
    wanted === "*" ? variables.has(name) : variables.get(name) === wanted,
  );
}
