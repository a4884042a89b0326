// Knows: how to place a network that has layers (hosts below, their switches above, spines on top).
// Refuses to know: what to do with one that has none (ring.ts, or the page's own layout).

import { compareNatural } from "../base/sort.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
}

/** Whole units; adding zero turns JavaScript's -0, which JSON does not know, into 0. */
export function position(x: number, y: number): Position {
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
}

// Room for an interface name and an address at both ends of a link, in the page's units (a node is 46 wide).
const columnWidth = 200;
const rowHeight = 230;
/** Rows get their order from the middle of their neighbours; after this many passes nothing moves any more in practice. */
const passes = 8;

/** Neighbours by node, from pairs of ends. */
type Neighbours = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * A place for every node, or undefined when the network is not layered: when it has no leaves, is in several parts, or
 * links two nodes of one layer. A node's layer is its distance from the nearest leaf (a node with one neighbour).
 */
export function layeredPositions(
  nodes: readonly string[],
  links: readonly (readonly [string, string])[],
): ReadonlyMap<string, Position> | undefined {
  const neighbours = neighboursOf(nodes, links);
  if (nodes.length === 2 && links.length > 0) return rowsToPositions([[...nodes]]);
  const layers = layersOf(neighbours);
  if (layers.size < nodes.length || links.some(([a, b]) => layers.get(a) === layers.get(b))) return undefined;
  const height = Math.max(...layers.values());
  const rows = Array.from({ length: height + 1 }, (_, i) =>
    nodes.filter((node) => layers.get(node) === height - i).toSorted(compareNatural),
  );
  return rowsToPositions(untangled(rows, neighbours));
}

function neighboursOf(nodes: readonly string[], links: readonly (readonly [string, string])[]): Neighbours {
  const neighbours = new Map(nodes.map((node) => [node, new Set<string>()]));
  for (const [a, b] of links) {
    neighbours.get(a)?.add(b);
    neighbours.get(b)?.add(a);
  }
  return neighbours;
}

function layersOf(neighbours: Neighbours): Map<string, number> {
  const layers = new Map([...neighbours].filter(([, near]) => near.size === 1).map(([node]) => [node, 0]));
  // The map grows while it is walked: a breadth-first search from all leaves at once.
  for (const [node, layer] of layers) {
    for (const near of neighbours.get(node) ?? []) if (!layers.has(near)) layers.set(near, layer + 1);
  }
  return layers;
}

/** Each row sorted by the mean place of its neighbours in all rows, again and again, so that few links cross. */
function untangled(rows: readonly (readonly string[])[], neighbours: Neighbours): readonly (readonly string[])[] {
  let current = rows;
  for (let pass = 0; pass < passes; pass++) {
    const places = new Map(current.flatMap((row) => row.map((node, i) => [node, (i + 0.5) / row.length] as const)));
    const middle = (node: string): number => {
      const near = [...(neighbours.get(node) ?? [])].map((other) => places.get(other) ?? 0);
      return near.length === 0 ? 0 : near.reduce((sum, place) => sum + place, 0) / near.length;
    };
    // Alternate rows, or a tree would only swap its mirror images.
    current = current.map((row, i) => (i % 2 === pass % 2 ? row.toSorted((a, b) => middle(a) - middle(b)) : row));
  }
  return current;
}

function rowsToPositions(rows: readonly (readonly string[])[]): ReadonlyMap<string, Position> {
  const widest = Math.max(...rows.map((row) => row.length));
  return new Map(
    rows.flatMap((row, y) => {
      // Shorter rows are spread, up to twice the usual distance, so that a spine stands above its leaves.
      const step = columnWidth * Math.min(2, widest / row.length);
      const width = rows.length === 1 ? columnWidth * 1.6 : step;
      return row.map((node, i) => [node, position((i - (row.length - 1) / 2) * width, y * rowHeight)] as const);
    }),
  );
}
