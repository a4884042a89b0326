// Knows: the format of /etc/frr/frr.conf, as Cumulus writes it and as people and FRR do.
// Refuses to know: what the lines mean, and their order (frr-order.ts).

import { isHeaderLine } from "./frr-header.ts";
import { sortFrr } from "./frr-order.ts";
import type { From, FrrNode } from "./model.ts";

/** Lines that open a block at the top level. */
const opensBlock = /^(router |interface |vrf |route-map |line |key chain |nexthop-group |pbr-map )/;
/** Top-level lines that a hand-written file may put right behind a block, without `!` between. */
const topLine =
  /^(frr |hostname |username |password |enable |service |log |debug |ip (route|prefix-list|protocol|forwarding)|ipv6 (route|prefix-list|protocol|forwarding)|no ip(v6)? forwarding|bgp (as-path|community-list)|agentx)/;

/** Reads the file, indented or not; what FRR itself would refuse is kept as a line. */
export function parseFrr(text: string): FrrNode[] {
  const roots: FrrNode[] = [];
  // The blocks a line is in, the outermost first.
  let open: FrrNode[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const indented = /^\s/.test(raw);
    if (line === "" || line === "end") continue;
    if (line.startsWith("!") || line.startsWith("#")) {
      // `!` at the margin ends a block in every file FRR writes; inside an address family people use it as they like.
      if (!indented && open.length < 2) open = [];
    } else if (/^exit(-\S+)?$/.test(line)) open = open.slice(0, -1);
    else {
      const node: FrrNode = { text: line, children: [], from: undefined };
      const isTop = !indented && (opensBlock.test(line) || topLine.test(line));
      if (isTop || open.length === 0) open = opensBlock.test(line) ? [mergeBlock(roots, node)] : addTo(roots, node);
      else if (line.startsWith("address-family ")) open = [open[0]!, mergeBlock(open[0]!.children, node)];
      // `vni N` is a line of `vrf X` but a block of `address-family l2vpn evpn`.
      else if (/^vni \d+$/.test(line) && open[1]?.text.endsWith("evpn") === true) {
        open = [...open.slice(0, 2), mergeBlock(open[1].children, node)];
      } else addTo(open.at(-1)!.children, node);
    }
  }
  // Every file FRR writes ends with it; it says nothing unless there are lines in it.
  return roots.filter((node) => node.text !== "line vty" || node.children.length > 0);
}

/** A line that is there twice is there once, as in FRR: `printf … >> frr.conf` may repeat what the file has. */
function addTo(lines: FrrNode[], node: FrrNode): FrrNode[] {
  if (!lines.some(({ text }) => text === node.text)) lines.push(node);
  return [];
}

function mergeBlock(siblings: FrrNode[], node: FrrNode): FrrNode {
  const known = siblings.find((sibling) => sibling.text === node.text);
  if (!known) siblings.push(node);
  return known ?? node;
}

export interface FrrLine {
  readonly text: string;
  /** The line with the headers above it: tells equal lines of two blocks apart. */
  readonly path: string;
  readonly from: From;
}

/**
 * Each daemon reads the whole file. bgpd does not know `router ospf`, stays in the block before it, and takes OSPF's
 * `redistribute connected` for its own (seen with 8.4.4); `exit` in a block it does not know would end the file for it.
 * A line every daemon knows, between the routers, puts all of them back to the top level.
 */
const separator = "line vty";

/** Whether a separator belongs between two top-level lines: routers of two daemons. */
function needsSeparator(before: FrrNode | undefined, node: FrrNode): boolean {
  const daemonOf = (text: string | undefined): string | undefined => /^router (\S+)/.exec(text ?? "")?.[1];
  const [left, right] = [daemonOf(before?.text), daemonOf(node.text)];
  return left !== undefined && right !== undefined && left !== right;
}

/** As frrLines, fit to be given to every daemon of a router. */
export function loadableFrrLines(nodes: readonly FrrNode[]): FrrLine[] {
  const sorted = sortFrr(nodes, undefined).filter((node) => !isHeaderLine(node.text));
  return sorted.flatMap((node, i) => [
    ...(needsSeparator(sorted[i - 1], node) ? [{ text: separator, path: node.text, from: node.from }] : []),
    ...blockLines(node, []),
  ]);
}

/** The configuration in FRR's order, indented, without `!` and without the header lines. */
export function frrLines(
  nodes: readonly FrrNode[],
  keep: (text: string) => boolean = (text) => !isHeaderLine(text),
): FrrLine[] {
  return sortFrr(nodes, undefined)
    .filter((node) => keep(node.text))
    .flatMap((node) => blockLines(node, []));
}

function blockLines(node: FrrNode, above: readonly string[]): FrrLine[] {
  const indent = " ".repeat(above.length);
  const inside = sortFrr(node.children, node.text).flatMap((child) => blockLines(child, [...above, node.text]));
  const closing = closingOf(node, above.at(-1));
  const path = [...above, node.text].join(" / ");
  const close = closing === undefined ? [] : [{ text: `${indent}${closing}`, path, from: node.from }];
  return [{ text: `${indent}${node.text}`, path, from: node.from }, ...inside, ...close];
}

function closingOf(node: FrrNode, parent: string | undefined): string | undefined {
  if (node.text.startsWith("address-family ")) return "exit-address-family";
  if (node.text.startsWith("vni ") && parent?.startsWith("address-family ") === true) return "exit-vni";
  if (parent === undefined && node.text.startsWith("vrf ")) return "exit-vrf";
  return undefined;
}

/** /etc/frr/frr.conf as Cumulus writes it: `!` between blocks, `line vty` at the end. */
export function renderFrr(nodes: readonly FrrNode[]): string {
  const lines: string[] = [];
  let before: string | undefined;
  const sorted = sortFrr(nodes, undefined);
  for (const [i, node] of sorted.entries()) {
    const group = groupOf(node.text);
    if (before !== undefined && group !== before) lines.push("!");
    if (needsSeparator(sorted[i - 1], node)) lines.push(separator, "!");
    for (const { text } of blockLines(node, [])) {
      if (text.startsWith(" address-family ")) lines.push(" !");
      lines.push(text);
    }
    // Blocks are set apart from each other, lines of one kind are not.
    before = opensBlock.test(node.text) ? `${group} ${node.text}` : group;
  }
  if (before !== undefined) lines.push("!");
  if (!sorted.some((node) => node.text === "line vty")) lines.push("line vty", "!");
  return `${lines.join("\n")}\n`;
}

/** Lines of one group stand together: the first words say which. */
function groupOf(text: string): string {
  if (/^(frr |hostname |username |password |enable )/.test(text)) return "header";
  return text
    .split(" ")
    .slice(0, text.startsWith("ip") || text.startsWith("bgp") ? 2 : 1)
    .join(" ");
}
