// Knows: where the questions of one check lead: into which nodes, and whether to anything but their kernel's tables.
// Refuses to know: the answers.

import type { LabRuntime } from "../runtime/runtime.ts";
import type { Facts } from "./facts.ts";

export interface Needs {
  /** Every node that was asked. */
  readonly nodes: Set<string>;
  /** Something was asked that the kernel tells nobody of when it changes: a daemon, a command. */
  beyondKernel: boolean;
}

/** The same facts; what is asked for is noted in `needs`. */
export function noteNeeds(facts: Facts, needs: Needs): Facts {
  const kernel = (node: string): void => void needs.nodes.add(node);
  const beyond = (node?: string): void => {
    needs.beyondKernel = true;
    if (node !== undefined) needs.nodes.add(node);
  };
  return {
    routes: (node, options) => (kernel(node), facts.routes(node, options)),
    links: (node) => (kernel(node), facts.links(node)),
    neighbours: (node) => (kernel(node), facts.neighbours(node)),
    showJson: (node, daemon, command) => (beyond(node), facts.showJson(node, daemon, command)),
    show: (node, daemon, command) => (beyond(node), facts.show(node, daemon, command)),
    exec: (node, argv, options) => (beyond(node), facts.exec(node, argv, options)),
    processes: () => (beyond(), facts.processes()),
  };
}

/** The same runtime; a command that is run past the facts is noted in `needs`. */
export function noteCommands(runtime: LabRuntime, needs: Needs): LabRuntime {
  return {
    ...runtime,
    exec: (node, argv, options) => {
      needs.beyondKernel = true;
      return runtime.exec(node, argv, options);
    },
  };
}
