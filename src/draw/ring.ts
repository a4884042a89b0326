// Knows: how to place a small network that has no layers: on a ring, neighbours beside each other where that can be.
// Refuses to know: networks too large for a ring; the page lets forces decide there.

import { position, type Position } from "./layers.ts";

/** With more nodes than this a ring has more links through its middle than around it. */
const mostNodes = 12;
/** Between two neighbours: room for both their labels, in the page's units. */
const neighbourDistance = 300;
/** Labels are wider than high, and so is a screen. */
const widening = 1.3;

export function ringPositions(
  nodes: readonly string[],
  links: readonly (readonly [string, string])[],
): ReadonlyMap<string, Position> | undefined {
  if (nodes.length > mostNodes) return undefined;
  const order = walk(nodes, links);
  const radius = nodes.length < 2 ? 0 : neighbourDistance / (2 * Math.sin(Math.PI / nodes.length));
  return new Map(
    order.map((node, i) => {
      // Half a step off the vertical, so that four nodes make a square and not a diamond.
      const angle = 2 * Math.PI * ((i - 0.5) / order.length) - Math.PI / 2;
      return [node, position(widening * radius * Math.cos(angle), radius * Math.sin(angle))];
    }),
  );
}

/** Along links as far as they lead, in the order of the lab file: r1, r2, r4, r3 for a square. */
function walk(nodes: readonly string[], links: readonly (readonly [string, string])[]): string[] {
  const left = new Set(nodes);
  const order: string[] = [];
  const visit = (node: string): void => {
    if (!left.delete(node)) return;
    order.push(node);
    for (const [a, b] of links) {
      if (a === node) visit(b);
      else if (b === node) visit(a);
    }
  };
  for (const node of nodes) visit(node);
  return order;
}
