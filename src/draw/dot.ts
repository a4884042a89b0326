// Knows: how a topology is written for Graphviz.
// Refuses to know: which Graphviz program draws it.

import { borrowersOn, networksOn } from "./containers.ts";
import type { Lab, LabNode } from "../model/lab.ts";
import { endLabelOf, type Kind, linksOf, nodesOf, ownAddressesOf } from "./labels.ts";

const looks: Readonly<Record<Kind, string>> = {
  frr: 'shape=ellipse, fillcolor="#dbeafe", color="#2563eb"',
  cumulus: 'shape=octagon, fillcolor="#dcfce7", color="#16a34a"',
  host: 'shape=box, style="filled,rounded", fillcolor="#fef3c7", color="#d97706"',
  bridge: 'shape=box, fillcolor="#e5e7eb", color="#6b7280"',
};

export function drawDot(lab: Lab): string {
  return [
    `graph ${quoted([lab.name])} {`,
    // labeldistance and len: room for an interface name and an address at each end.
    "  graph [overlap=false, splines=true, nodesep=1, ranksep=1.5];",
    '  node [style=filled, fontname="sans-serif", fontsize=12];',
    '  edge [fontname="sans-serif", fontsize=9, labeldistance=2.5, len=3];',
    ...nodesOf(lab).map((node) => {
      return `  ${quoted([node.name])} [label=${quoted([node.name, ...ownAddressesOf(node)])}, ${looks[node.kind]}];`;
    }),
    ...linksOf(lab).map((link) => {
      const [a, b] = link.ends;
      const [tail, head] = [a, b].map((end) => quoted(endLabelOf(lab, end)));
      return `  ${quoted([a.node])} -- ${quoted([b.node])} [taillabel=${tail}, headlabel=${head}];`;
    }),
    ...nodesOf(lab).flatMap(containerLines),
    "}",
    "",
  ].join("\n");
}

/** Containers hang on their node, by dashed lines that bear the name of the network. */
function containerLines(node: LabNode): string[] {
  const look = 'shape=box, style="filled,dashed", fillcolor="#f3e8ff", color="#9333ea"';
  const nameOf = (container: string): string => quoted([`${node.name}/${container}`]);
  const line = (container: string, network: string, end: readonly string[]): string =>
    `  ${quoted([node.name])} -- ${nameOf(container)} [style=dashed, taillabel=${quoted([network])}, headlabel=${quoted(end)}];`;
  return [
    ...(node.containers ?? []).map(({ name }) => `  ${nameOf(name)} [label=${quoted([name])}, ${look}];`),
    ...networksOn(node).flatMap(({ name, members }) =>
      members.map(({ container, ifname, addresses }) => line(container, name, [ifname, ...addresses])),
    ),
    ...borrowersOn(node).map(([container, network]) => line(container, network, [])),
  ];
}

/** A DOT string of several lines; only quotes and backslashes are special in it. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/["\\]/g, "\\$&")).join("\\n")}"`;
}
