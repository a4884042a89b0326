// Knows: which interfaces of a node get a queue that delays, drops or limits.
// Refuses to know: the queue's numbers (qdisc.ts).

import type { LabNode } from "../model/lab.ts";
import type { LinkOf } from "./interfaces.ts";
import { qdiscOf } from "./qdisc.ts";
import type { Step } from "./step.ts";

/** A queue works on what leaves an interface; an impaired link has one at each end. */
export function planImpairments(node: LabNode, linkOf: LinkOf): Step[] {
  return node.interfaces.flatMap(({ name, mtu }): Step[] => {
    const link = linkOf(node.name, name);
    const impair = link?.ends.find((end) => end.node === node.name && end.ifname === name)?.impair;
    const qdisc = impair && link && qdiscOf(impair.impairment, mtu ?? link.mtu);
    return qdisc ? [{ op: "qdisc.set", node: node.name, dev: name, qdisc, at: impair.at }] : [];
  });
}
