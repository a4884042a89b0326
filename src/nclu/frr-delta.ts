// Knows: the lines that turn one FRR configuration into another without touching what is the same.
// Refuses to know: how they reach FRR.

import { isHeaderLine } from "./frr-header.ts";
import { sortFrr } from "./frr-order.ts";
import type { CommitDaemon } from "../model/commit-daemons.ts";
import type { FrrNode } from "./model.ts";
import { rows } from "./grammar/grammar.ts";
import { templateOf } from "./template.ts";

/** Lines for `configure terminal`. Removals come first, so a value that moves is free before it is taken. */
export function frrDelta(before: readonly FrrNode[], after: readonly FrrNode[]): readonly string[] {
  const named = newRouterIds(before, after);
  const lines = [
    ...removals(before, after, []),
    ...additions([], named, undefined),
    ...additions(withBlocks(before, named), after, undefined),
  ];
  return lines.filter((line) => !isHeaderLine(line) || line.startsWith("hostname "));
}

/**
 * OSPF's blocks with nothing but a new router id. It goes ahead of the interfaces, which come first in FRR's order: a
 * daemon that takes line by line says hello at once, under an id of its own choosing, and the neighbour keeps that
 * stranger for a dead interval.
 */
function newRouterIds(before: readonly FrrNode[], after: readonly FrrNode[]): readonly FrrNode[] {
  return after.flatMap((node) => {
    if (!node.text.startsWith("router ospf")) return [];
    const known = before.find((other) => other.text === node.text)?.children ?? [];
    const fresh = node.children.filter(
      ({ text }) => text.startsWith("ospf router-id ") && !known.some((other) => other.text === text),
    );
    return fresh.length === 0 ? [] : [{ ...node, children: fresh }];
  });
}

/** `nodes` as they are once `blocks` are entered. */
function withBlocks(nodes: readonly FrrNode[], blocks: readonly FrrNode[]): readonly FrrNode[] {
  const grown = nodes.map((node) => {
    const more = blocks.find(({ text }) => text === node.text)?.children ?? [];
    return more.length === 0 ? node : { ...node, children: [...node.children, ...more] };
  });
  return [...grown, ...blocks.filter(({ text }) => !nodes.some((node) => node.text === text))];
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
  return inEntryOrder(sortFrr(after, header)).flatMap((node) => {
    if (isHeaderLine(node.text) && !node.text.startsWith("hostname ")) return [];
    const known = before.find((other) => other.text === node.text);
    const below = additions(known?.children ?? [], node.children, node.text);
    if (known && below.length === 0) return [];
    return isBlock(node) ? [node.text, ...below, exitOf(node.text)] : [node.text];
  });
}

/** An interface that joins an area starts to speak: whatever says how comes before. */
function inEntryOrder(nodes: readonly FrrNode[]): readonly FrrNode[] {
  const joins = ({ text }: FrrNode): boolean => text.startsWith("ip ospf area ");
  return [...nodes.filter((node) => !joins(node)), ...nodes.filter(joins)];
}

function isBlock(node: FrrNode): boolean {
  return node.children.length > 0 || /^(router|interface|vrf|route-map|address-family|line) /.test(node.text);
}

function exitOf(header: string): string {
  if (header.startsWith("address-family ")) return "exit-address-family";
  return header.startsWith("vrf ") ? "exit-vrf" : header.startsWith("vni ") ? "exit-vni" : "exit";
}

/** The daemons a configuration needs, zebra and staticd apart (they always run). */
export function frrDaemons(nodes: readonly FrrNode[]): readonly CommitDaemon[] {
  const texts = nodes.flatMap((node) => [
    node.text,
    ...node.children.flatMap((c) => [c.text, ...c.children.map((d) => d.text)]),
  ]);
  const needs = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  const patterns: Readonly<Record<CommitDaemon, RegExp>> = {
    bgpd: /^router bgp /,
    ospfd: /^router ospf( vrf .*)?$|^ip ospf /,
    ospf6d: /^router ospf6|^ipv6 ospf6 /,
    pimd: /^ip pim/,
    bfdd: /\bbfd\b/,
  };
  return (Object.keys(patterns) as CommitDaemon[]).filter((daemon) => needs(patterns[daemon]));
}
