// Knows: the order in which `networks:` and `containers:` of the nodes are read: each needs what is before it.
// Refuses to know: what one container is made of (read-container.ts), and the networks themselves (networks.ts).

import type { Container, Network } from "../model/container.ts";
import type { LabGraph, LabNode } from "../model/lab.ts";
import { withAddresses } from "./container-addresses.ts";
import { settingsOf } from "./inherit.ts";
import type { Loading } from "./loading.ts";
import { networksOf } from "./networks.ts";
import { readContainer } from "./read-container.ts";

/** The same graph, with the nodes' networks and containers read. */
export async function addContainers(graph: LabGraph, loading: Loading): Promise<LabGraph> {
  for (const name of graph.nodes()) {
    const node = graph.getNodeAttributes(name);
    const settings = settingsOf(loading.file, name);
    const written = settings.get("networks");
    const networks = written ? networksOf(node, written.value, written.path, loading) : [];
    const containers = await containersOf(node, networks, loading);
    if (networks.length + containers.length === 0) continue;
    if (node.kind === "bridge") {
      const at = loading.source.spanOf((written ?? settings.get("containers"))?.path ?? []);
      loading.sink.error("names/wrong-kind", at, `"${name}" is a switch: containers run on a host or a router`);
    }
    graph.replaceNodeAttributes(name, { ...node, networks, containers });
  }
  return graph;
}

async function containersOf(
  node: LabNode,
  networks: readonly Network[],
  loading: Loading,
): Promise<readonly Container[]> {
  const written = settingsOf(loading.file, node.name).get("containers");
  if (!written) return [];
  const found: Container[] = [];
  const names = Object.keys(written.value);
  for (const [name, body] of Object.entries(written.value)) {
    found.push(
      await readContainer(name, body ?? {}, [...written.path, name], {
        node,
        networks,
        names,
        earlier: found,
        loading,
      }),
    );
  }
  return withAddresses(found, networks, loading);
}
