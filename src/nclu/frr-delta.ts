// Knows: the lines that turn one FRR configuration into another without touching what is the same.
// Refuses to know: how they reach FRR.

import { isHeaderLine, sortFrr } from "./frr-order.ts";
import type { FrrNode } from "./model.ts";
import { rows } from "./grammar/grammar.ts";
import { templateOf } from "./template.ts";

/** Lines for `configure terminal`. Removals come first, so a value that moves is free before it is taken. */
export function frrDelta(before: readonly FrrNode[], after: readonly FrrNode[]): readonly string[] {
  const lines = [...removals(before, after, []), ...additions(before, after, undefined)];
  return lines.filter((line) => !isHeaderLine(line) || line.startsWith("hostname "));
}

function removals(before: readonly FrrNode[], after: readonly FrrNode[], path: readonly string[]): string[] {
  const lines: string[] = [];
  const inside: string[] = [];
  for (const node of sortFrr(before, path.at(-1)).toReversed()) {
    if (isHeaderLine(node.text)) continue;
    const kept = after.find((other) => other.text === node.text);
    if (kept) {
      const below = removals(node.children, kept.children, [...path, node.text]);
      if (below.length > 0) lines.push(node.text, ...below, exitOf(node.text));
    } else if (!isReplaced(node, after)) inside.push(...removalOf(node));
  }
  return [...inside, ...lines];
}

function removalOf(node: FrrNode): readonly string[] {
  // An interface that is there cannot be removed from FRR, only its lines.
  if (/^(interface|vrf|address-family) /.test(node.text)) {
    return [node.text, ...node.children.toReversed().flatMap(removalOf), exitOf(node.text)];
  }
  return [node.text.startsWith("no ") ? node.text.slice("no ".length) : `no ${node.text}`];
}

/** Whether a line of the same setting comes with a new value: then setting that is enough, and `no` would undo it. */
function isReplaced(node: FrrNode, after: readonly FrrNode[]): boolean {
  return settingsOf(node.text).some((setting) => after.some((other) => setting.test(other.text)));
}

function settingsOf(text: string): readonly RegExp[] {
  const templates = new Set(
    rows.flatMap((row) => row.to.flatMap((target) => (target.kind === "frr" ? [target.line] : []))),
  );
  return [...templates].flatMap((line) => {
    const template = templateOf(line);
    const values = template.match(text);
    // Another AS is another router; another number is another neighbour's session.
    return values && line.includes("{=") && !line.startsWith("router ") ? [template.sameSetting(values)] : [];
  });
}

function additions(before: readonly FrrNode[], after: readonly FrrNode[], header: string | undefined): string[] {
  return sortFrr(after, header).flatMap((node) => {
    if (isHeaderLine(node.text) && !node.text.startsWith("hostname ")) return [];
    const known = before.find((other) => other.text === node.text);
    const below = additions(known?.children ?? [], node.children, node.text);
    if (known && below.length === 0) return [];
    return isBlock(node) ? [node.text, ...below, exitOf(node.text)] : [node.text];
  });
}

function isBlock(node: FrrNode): boolean {
  return node.children.length > 0 || /^(router|interface|vrf|route-map|address-family|line) /.test(node.text);
}

function exitOf(header: string): string {
  if (header.startsWith("address-family ")) return "exit-address-family";
  return header.startsWith("vrf ") ? "exit-vrf" : header.startsWith("vni ") ? "exit-vni" : "exit";
}

/** The daemons a configuration needs, zebra and staticd apart (they always run). */
export function frrDaemons(nodes: readonly FrrNode[]): readonly string[] {
  const texts = nodes.flatMap((node) => [
    node.text,
    ...node.children.flatMap((c) => [c.text, ...c.children.map((d) => d.text)]),
  ]);
  const needs = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  return [
    ...(needs(/^router bgp /) ? ["bgpd"] : []),
    ...(needs(/^router ospf( vrf .*)?$|^ip ospf /) ? ["ospfd"] : []),
    ...(needs(/^router ospf6|^ipv6 ospf6 /) ? ["ospf6d"] : []),
    ...(needs(/^ip pim/) ? ["pimd"] : []),
    ...(needs(/\bbfd\b/) ? ["bfdd"] : []),
  ];
}
