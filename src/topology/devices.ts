// Knows: the order in which the interfaces that no link makes are declared and joined.
// Refuses to know: how each kind is written.

import { parentOf } from "../model/device.ts";
import { assignPortVlans, declareBridges, joinBridges } from "./bridges.ts";
import { declareBonds, joinBonds } from "./bonds.ts";
import type { DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";
import { declareListed, declareSubInterfaces } from "./sub-interfaces.ts";
import { declareVrfs, joinVrfs } from "./vrfs.ts";
import { declareVxlans } from "./vxlans.ts";

/** After the links: first everything gets its name, then references are followed. */
export function draftDevices(node: DraftNode, loading: Loading): void {
  declareVrfs(node, loading);
  declareBonds(node, loading);
  declareBridges(node, loading);
  declareVxlans(node, loading);
  declareSubInterfaces(node, loading);
  declareListed(node, loading);
  joinBonds(node, loading);
  joinBridges(node, loading);
  joinVrfs(node, loading);
  assignPortVlans(node, loading);
  reportLoops(node, loading);
}

/** VLANs that sit on each other: neither could be made first. */
function reportLoops(node: DraftNode, { sink }: Loading): void {
  const reported = new Set<string>();
  for (const iface of node.interfaces.values()) {
    const seen = new Set<string>();
    let next = parentOf(iface.device?.made);
    while (next !== undefined && !seen.has(next)) {
      if (next === iface.name && !reported.has(next)) {
        for (const name of [next, ...seen]) reported.add(name);
        sink.error("names/loop", iface.device?.at ?? iface.at, `${node.name}:${iface.name} sits on itself`);
        break;
      }
      seen.add(next);
      next = parentOf(node.interfaces.get(next)?.device?.made);
    }
  }
}
