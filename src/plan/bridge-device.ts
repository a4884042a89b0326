// Knows: what the bridge inside a bridge node is called.
// Refuses to know: how it is made.

import type { LabNode } from "../model/lab.ts";

/** `br0`, or the next free number when one of the ports has that name. */
export function bridgeDeviceOf(node: LabNode): string {
  const ports = new Set<string>(node.interfaces.filter((i) => i.peer !== undefined).map((i) => i.name));
  let number = 0;
  while (ports.has(`br${number}`)) number++;
  return `br${number}`;
}
