// Knows: how a topology is written for Mermaid (flowchart), as Markdown pages show it.
// Refuses to know: where it is shown.

import { borrowersOn, networksOn } from "./containers.ts";
import type { Lab, LabNode } from "../model/lab.ts";
import { endLabelOf, type Kind, linksOf, nodesOf, ownAddressesOf } from "./labels.ts";

/** Brackets around a label are Mermaid's shapes: round, box with double sides, box, stadium. */
const shapes: Readonly<Record<Kind, readonly [string, string]>> = {
  frr: ["((", "))"],
  cumulus: ["[[", "]]"],
  host: ["[", "]"],
  bridge: ["([", "])"],
};

// Fill and border; dark text on light fill reads on a light and on a dark page.
const colours: Readonly<Record<Kind, string>> = {
  frr: "fill:#dbeafe,stroke:#2563eb,color:#172554",
  cumulus: "fill:#dcfce7,stroke:#16a34a,color:#052e16",
  host: "fill:#fef3c7,stroke:#d97706,color:#451a03",
  bridge: "fill:#e5e7eb,stroke:#6b7280,color:#111827",
};
const containerColours = "fill:#f3e8ff,stroke:#9333ea,color:#3b0764";

export function drawMermaid(lab: Lab): string {
  const nodes = nodesOf(lab);
  // Ids of our own: a node may be called `end`, which is a keyword.
  const ids = new Map(nodes.map((node, i) => [node.name as string, `n${i}`]));
  const kinds = [...new Set(nodes.map((node) => node.kind))];
  return [
    "flowchart LR",
    ...nodes.map((node) => {
      const [open, close] = shapes[node.kind];
      return `  ${ids.get(node.name)}${open}${label([node.name, ...ownAddressesOf(node)])}${close}:::${node.kind}`;
    }),
    ...linksOf(lab).map((link) => {
      const ends = link.ends.map((end) => endLabelOf(lab, end).join(" ")).filter((end) => end !== "");
      return `  ${ids.get(link.ends[0].node)} ---|${label([ends.join(" — ")])}| ${ids.get(link.ends[1].node)}`;
    }),
    ...nodes.flatMap((node) => containerLines(node, ids.get(node.name) ?? "")),
    ...(nodes.some(({ containers = [] }) => containers.length > 0) ? [`  classDef container ${containerColours}`] : []),
    ...kinds.map((kind) => `  classDef ${kind} ${colours[kind]}`),
    "",
  ].join("\n");
}

/** Containers hang on their node, by dotted lines that bear the name of the network. */
function containerLines(node: LabNode, id: string): string[] {
  const names = (node.containers ?? []).map(({ name }) => name);
  const idOf = (container: string): string => `${id}_${names.indexOf(container)}`;
  const line = (container: string, words: readonly string[]): string =>
    `  ${id} -.-|${label([words.filter((word) => word !== "").join(" ")])}| ${idOf(container)}`;
  return [
    ...names.map((name) => `  ${idOf(name)}(${label([name])}):::container`),
    ...networksOn(node).flatMap(({ name, members }) =>
      members.map(({ container, ifname, addresses }) => line(container, [`${name}:`, ifname, ...addresses])),
    ),
    ...borrowersOn(node).map(([container, network]) => line(container, [network])),
  ];
}

/** Mermaid's own escapes: `#quot;`, and `#35;` for the character that begins them. */
function label(lines: readonly string[]): string {
  const escape = (text: string): string =>
    text.replace(/[#"<>&]/g, (c) => (c === "#" ? "#35;" : c === '"' ? "#quot;" : `#${c.charCodeAt(0)};`));
  return `"${lines.map(escape).join("<br/>")}"`;
}
