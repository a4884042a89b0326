// Knows: that a run hears of the kernel's changes from the moment a check has to wait, and not before.
// Refuses to know: what is asked when something has changed (poll.ts).

import type { KernelWatch, LabRuntime } from "../runtime/runtime.ts";

export interface ChangeWatch {
  /** Begins to listen, unless it does already: a run in which nothing waits costs nothing. */
  begin(): void;
  /** Whether all changes in the node are told of by now. */
  tellsOf(node: string): boolean;
  /** `heard` gets the nodes in which something has changed, until the function that is returned is called. */
  listen(heard: (nodes: ReadonlySet<string>) => void): () => void;
  end(): void;
}

/** Never throws: where the kernel cannot be listened to, checks wait by the clock. */
export function createChangeWatch(runtime: LabRuntime): ChangeWatch {
  const listeners = new Set<(nodes: ReadonlySet<string>) => void>();
  let begun = false;
  let ended = false;
  let watch: KernelWatch | undefined;
  const tell = (nodes: ReadonlySet<string>): void => {
    for (const listener of listeners) listener(nodes);
  };
  const begin = async (): Promise<void> => {
    const started = await runtime.changes((nodes) => tell(new Set(nodes)));
    if (ended) return started.end();
    watch = started;
    // What changed before anybody listened was not told: that is made up for by asking once.
    tell(started.nodes());
  };
  return {
    begin: () => {
      if (begun) return;
      begun = true;
      begin().catch(() => {}); // the lab is gone: whatever is asked next says so
    },
    tellsOf: (node) => watch?.nodes().has(node) ?? false,
    listen: (heard) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    end: () => {
      ended = true;
      watch?.end();
    },
  };
}
