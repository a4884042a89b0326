// Knows: how a topology looks in a terminal.
// Refuses to know: colours and the width of the terminal (term/).

import type { Lab, LabNode, Link, LinkEnd } from "../model/lab.ts";
import { borrowersOn, networksOn } from "./containers.ts";
import { addressesOf, countLine, interfaceAt, isImplicitLan, linksOf, nodesOf, ownAddressesOf } from "./labels.ts";

/** Nodes with their own addresses, links with what is at each end, LANs as small trees. Ends with a newline. */
export function drawText(lab: Lab): string {
  const sections = [
    [`${lab.name}  (${countLine(lab)})`, ...(lab.summary === undefined ? [] : [lab.summary])],
    nodeLines(nodesOf(lab).filter((node) => !isImplicitLan(node))),
    linkLines(lab),
    ...nodesOf(lab)
      .filter((node) => node.kind === "bridge")
      .map((node) => lanLines(lab, node)),
    ...nodesOf(lab).flatMap(containerLines),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function nodeLines(nodes: readonly LabNode[]): string[] {
  return columns(nodes.map((node) => [`  ${node.name}`, node.kind, ownAddressesOf(node).join(", ")]));
}

/** Links between two nodes; those to a LAN are in the LAN's own tree. */
function linkLines(lab: Lab): string[] {
  const direct = linksOf(lab).filter((link) => !link.ends.some((end) => isBridge(lab, end)));
  const rows = direct.map((link) => linkRow(lab, link));
  const width = (column: number): number => Math.max(0, ...rows.map((row) => (row[column] ?? "").length));
  const [left, leftAddress, rightAddress] = [width(0), width(1), width(2)];
  return rows.map(([a = "", aAddress = "", bAddress = "", b = ""]) => {
    // The wire fills what the longest addresses leave, so that both ends stay aligned.
    const wire = `${aAddress.padEnd(leftAddress)} ${"─".repeat(8)} ${bAddress.padStart(rightAddress)}`;
    return `  ${a.padEnd(left)}  ${fillWithWire(wire)}  ${b}`.trimEnd();
  });
}

function linkRow(lab: Lab, link: Link): string[] {
  const [a, b] = link.ends;
  return [endName(a), endAddresses(lab, a), endAddresses(lab, b), endName(b)];
}

/** Blanks beside the wire become wire: an end without addresses is reached by it. */
function fillWithWire(wire: string): string {
  return wire.replace(/ *─+ */, (gap) => {
    const before = gap.startsWith(" ") && !wire.startsWith(gap) ? " " : "";
    const after = gap.endsWith(" ") && !wire.endsWith(gap) ? " " : "";
    return `${before}${"─".repeat(gap.length - before.length - after.length)}${after}`;
  });
}

function endName(end: LinkEnd): string {
  return `${end.node}:${end.ifname}`;
}

function endAddresses(lab: Lab, end: LinkEnd): string {
  return addressesOf(interfaceAt(lab, end)).join(", ");
}

function isBridge(lab: Lab, end: LinkEnd): boolean {
  return lab.graph.getNodeAttributes(end.node).kind === "bridge";
}

function lanLines(lab: Lab, lan: LabNode): string[] {
  const far = linksOf(lab).flatMap((link) => {
    const [a, b] = link.ends;
    return [...(a.node === lan.name ? [b] : []), ...(b.node === lan.name ? [a] : [])];
  });
  return tree(
    lan.name,
    far.map((end) => [endName(end), endAddresses(lab, end)]),
  );
}

/** A tree for each of the node's container networks, and one for the containers that have none of their own. */
function containerLines(node: LabNode): string[][] {
  const networks = networksOn(node).map(({ name, how, subnet, members }) =>
    tree(
      [`${node.name}, network ${name}`, how, subnet].filter((part) => part !== "").join("  "),
      members.map(({ container, ifname, addresses }) => [`${node.name}/${container}:${ifname}`, addresses.join(", ")]),
    ),
  );
  const borrowers = borrowersOn(node).map(([container, network]) => [`${node.name}/${container}`, network]);
  return borrowers.length === 0 ? networks : [...networks, tree(`${node.name}, other containers`, borrowers)];
}

function tree(root: string, leaves: readonly (readonly string[])[]): string[] {
  const rows = columns(leaves);
  const branch = (i: number): string => (i === rows.length - 1 ? "└─" : "├─");
  return [`  ${root}`, ...rows.map((row, i) => `  ${branch(i)} ${row}`)];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
