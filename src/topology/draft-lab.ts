// Knows: the phase of names: nodes, then links, then interfaces that no link reaches.
// Refuses to know: addresses.

import { suggest } from "../base/suggest.ts";
import { portsOf, type Draft, type DraftNode } from "./draft.ts";
import { draftDevices } from "./devices.ts";
import { draftLinks } from "./draft-links.ts";
import { draftNodes } from "./draft-nodes.ts";
import type { Loading } from "./loading.ts";

export function draftLab(loading: Loading): Draft {
  const nodes = draftNodes(loading);
  const links = draftLinks(nodes, loading);
  // After a mistake in a link its interfaces look unused; that would be a second report of the same mistake.
  if (loading.sink.failed) return { nodes, links };
  for (const node of nodes.values()) draftDevices(node, loading);
  for (const node of nodes.values()) checkInterfaces(node, loading);
  return { nodes, links };
}

function checkInterfaces(node: DraftNode, { sink, source }: Loading): void {
  for (const [name, iface] of node.interfaces) {
    if (iface.far || iface.device || name === "lo" || (node.kind === "bridge" && name === "br0")) continue;
    // Settings of eth1 in defaults or a group are for the nodes that have an eth1.
    if (!isOwnInterface(node, name)) {
      node.interfaces.delete(name);
      continue;
    }
    const wired = portsOf(node);
    const meant = suggest(name, ["lo", ...wired]);
    sink.error(
      "names/unlinked-interface",
      source.keySpanOf(["topology", "nodes", node.name, "interfaces", name]),
      `no link ends at ${node.name}:${name}${meant === undefined ? "" : ` (did you mean "${meant}"?)`}`,
      {
        hint: wired.length === 0 ? `"${node.name}" has no links` : `links end at: ${wired.join(", ")}`,
      },
    );
  }
}

function isOwnInterface(node: DraftNode, name: string): boolean {
  return node.settings.all("interfaces").some(({ value, path }) => path[1] === "nodes" && Object.hasOwn(value, name));
}
