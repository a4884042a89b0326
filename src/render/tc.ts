// Knows: the words of tc(8) that put a queue on an interface.
// Refuses to know: the queue's numbers (plan/qdisc.ts).

import type { DeviceStep } from "../plan/device-step.ts";

/** The words after `tc`. */
export function tcWords({ dev, qdisc }: Extract<DeviceStep, { readonly op: "qdisc.set" }>): readonly string[] {
  return ["qdisc", "replace", "dev", dev, "root", qdisc.kind, ...qdisc.options];
}
