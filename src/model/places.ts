// Knows: everywhere a command can be run: nodes, and containers as if they were nodes named `node/container`.
// Refuses to know: who asks. This is the one place that takes such a name apart.

import type { Container } from "./container.ts";
import type { Lab, LabNode, Link, TestStep } from "./lab.ts";
import type { NodeName } from "./names.ts";

/** A container, seen as the node it nearly is: what checks and plans want to know of a node holds for it too. */
export function containerAsNode(node: LabNode, container: Container): LabNode {
  const { name, at, hostname, env, files, exec, services, labels, frr } = container;
  const interfaces = container.networking.mode === "host" ? node.interfaces : container.interfaces;
  const common = {
    ...{ name: `${node.name}/${name}` as NodeName, at, group: undefined, hostname, interfaces, env, files, exec },
    ...{ routes: [], rules: [], sysctls: [], binds: [], overlay: undefined, services, nft: undefined, labels },
  };
  return frr === undefined ? { ...common, kind: "host" } : { ...common, kind: "frr", frr };
}

/** The node or container of that name. */
export function placeNamed(lab: Lab, name: string): LabNode | undefined {
  if (lab.graph.hasNode(name)) return lab.graph.getNodeAttributes(name);
  const split = splitPlace(name);
  if (!split || !lab.graph.hasNode(split.node)) return undefined;
  const node = lab.graph.getNodeAttributes(split.node);
  const container = node.containers?.find((candidate) => candidate.name === split.container);
  return container && containerAsNode(node, container);
}

/** The node or container of that name, also a container that an earlier step of the test runs: of that, only its name is known. */
export function placeAt(lab: Lab, name: string, step: TestStep): LabNode | undefined {
  const known = placeNamed(lab, name);
  const place = splitPlace(name);
  if (known || !place || !runsLater(lab, place)) return known;
  return { ...emptyNode, kind: "host", name: name as NodeName, at: step.at, hostname: place.container };
}

const emptyNode = {
  ...{ group: undefined, interfaces: [], routes: [], rules: [], sysctls: [], env: {}, files: [], binds: [] },
  ...{ overlay: undefined, exec: [], services: [], nft: undefined, labels: {} },
} as const;

/** Every container, in the order of the lab file. */
export function containerPlacesOf(lab: Lab): readonly LabNode[] {
  return lab.graph.mapNodes((_, node) => (node.containers ?? []).map((c) => containerAsNode(node, c))).flat();
}

/** `docker-host/web1`; undefined when there is no slash in it. */
export function splitPlace(name: string): { readonly node: string; readonly container: string } | undefined {
  const slash = name.indexOf("/");
  return slash < 0 ? undefined : { node: name.slice(0, slash), container: name.slice(slash + 1) };
}

/** The same for a name that was looked up before. */
export function placeCalled(lab: Lab, name: string): LabNode {
  const place = placeNamed(lab, name);
  if (!place) throw new Error(`no node or container is called "${name}"`);
  return place;
}

/** The links that end at a place; a container has none, its networks are not links of the lab. */
export function linksOf(lab: Lab, place: string): readonly Link[] {
  return lab.graph.hasNode(place) ? lab.graph.mapEdges(place, (_, link) => link) : [];
}

/** Whether a step of the test itself makes that container: `container: { run: { on: dk, name: web9 } }`. */
export function runsLater(lab: Lab, place: { readonly node: string; readonly container: string }): boolean {
  const isIt = (made: { readonly on?: unknown; readonly name?: unknown } | undefined): boolean =>
    made?.on === place.node && made.name === place.container;
  return lab.tests.some(({ what, value }) => what === "container" && madeBy(value).some(isIt));
}

function madeBy(value: unknown): readonly ({ readonly on?: unknown; readonly name?: unknown } | undefined)[] {
  const { run, create } = (value ?? {}) as Record<
    "run" | "create",
    { readonly on?: unknown; readonly name?: unknown } | undefined
  >;
  return [run, create];
}
