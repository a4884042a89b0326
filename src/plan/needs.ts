// Knows: which kernel features and programs each step depends on.
// Refuses to know: whether this machine has them (runtime/).

import { compareSpans } from "../base/span.ts";
import type { Need, Step } from "./step.ts";

type Wanted = readonly [capability: string, why: string];

function wantedBy(step: Step): readonly Wanted[] {
  switch (step.op) {
    case "netns.add":
      return [["netns", "every node is a network namespace"]];
    case "bridge.add":
      return [["bridge", "a LAN is a bridge"]];
    case "veth.add":
      return [["veth", "a link is a veth pair"]];
    case "node.start":
      return [["overlay", "a node with processes has a copy-on-write /etc"]];
    case "nft.load":
      return [["nft", "the node has a firewall"]];
    case "frr.start":
      return [["frr", "the node is a router"], ...step.daemons.map((d): Wanted => [`frr:${d}`, `the node runs ${d}`])];
    case "sysctl.set":
    case "link.set":
    case "addr.add":
    case "route.add":
    case "service.start":
    case "exec":
      return [];
  }
}

/** Each capability once, in the order the plan meets it, with the first line of the lab file that needs it. */
export function needsOf(steps: readonly Step[]): Need[] {
  const found = new Map<string, Need>();
  for (const step of steps) {
    for (const [capability, why] of wantedBy(step)) {
      const known = found.get(capability);
      if (known === undefined || compareSpans(step.at, known.at) < 0)
        found.set(capability, { capability, why, at: step.at });
    }
  }
  return [...found.values()];
}
