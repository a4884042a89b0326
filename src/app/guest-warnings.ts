// Knows: what a lab asks for that a user-mode kernel does in another way, so that it is said where it was written.
// Refuses to know: what it cannot do at all: that is refused (capabilities.ts).

import type { Diagnostic } from "../base/diagnostics.ts";
import type { Lab } from "../model/lab.ts";

/** A guest may write to the lab's state folder only, so what a node writes into a bind with `rw` fails there. */
export function guestWarnings(lab: Lab): readonly Diagnostic[] {
  return lab.graph.nodes().flatMap((name) =>
    lab.graph
      .getNodeAttributes(name)
      .binds.filter(({ mode }) => mode === "rw")
      .map(({ target, at }): Diagnostic => ({
        code: "deploy/read-only-bind",
        severity: "warning",
        message: `${target} of ${name} is read-only: a user-mode kernel does not write to the machine's files`,
        at,
        hint: "without rw the node writes to a copy; with kernel: host it writes to the machine",
      })),
  );
}
