// Knows: how lines are found, set and removed in FRR's configuration tree.
// Refuses to know: what the lines mean, their order (frr-order.ts), and the file around them (frr-file.ts).

import type { From, FrrNode, SwitchDraft } from "./model.ts";
import { templateOf, type Values } from "./template.ts";

/** The lines under a path of block headers; undefined when a block is missing and may not be made. */
export function linesAt(
  draft: SwitchDraft,
  path: readonly string[],
  values: Values,
  make: { readonly from: From } | undefined,
): FrrNode[] | undefined {
  let lines = draft.frr;
  for (const header of path) {
    const block = blockIn(lines, header, values, make);
    if (!block) return undefined;
    lines = block.children;
  }
  return lines;
}

function blockIn(
  lines: FrrNode[],
  header: string,
  values: Values,
  make: { readonly from: From } | undefined,
): FrrNode | undefined {
  const template = templateOf(header);
  // An optional value that is not given must not be there: `router bgp 1` is not `router bgp 1 vrf RED`.
  const wanted = lines.find((line) => {
    const found = template.match(line.text);
    return found !== undefined && template.names.every((name) => values[name] === found[name]);
  });
  if (wanted || !make) return wanted;
  const text = template.render(values);
  if (text === undefined) return undefined;
  const block: FrrNode = { text, children: [], from: make.from };
  lines.push(block);
  return block;
}

/** Every block of a header, whichever values it has, that agrees with the values given. */
export function blocksMatching(draft: SwitchDraft, path: readonly string[], values: Values): FrrNode[][] {
  let level: FrrNode[][] = [draft.frr];
  for (const header of path) {
    const template = templateOf(header);
    const agreeing = template.agreeing(values);
    level = level.flatMap((lines) =>
      lines
        .filter((line) => {
          if (!agreeing.test(line.text)) return false;
          return !template.names.includes("vrf") || template.match(line.text)?.["vrf"] === values["vrf"];
        })
        .map((line) => line.children),
    );
  }
  return level;
}

/** Sets a line: the lines with the same names go, unless it is there already. */
export function setLine(lines: FrrNode[], template: string, values: Values, from: From): void {
  const line = templateOf(template);
  const text = line.render(values);
  if (text === undefined) throw new Error(`a value of "${template}" is missing`);
  if (lines.some((node) => node.text === text)) return;
  const replaced = line.sameSetting(values);
  const old = lines.find((node) => replaced.test(node.text));
  removeLines(lines, (node) => replaced.test(node.text));
  lines.push({ text, children: old?.children ?? [], from });
}

export function addLine(lines: FrrNode[], text: string, from: From): void {
  if (!lines.some((node) => node.text === text)) lines.push({ text, children: [], from });
}

export function removeLines(lines: FrrNode[], drop: (node: FrrNode) => boolean): boolean {
  const kept = lines.filter((node) => !drop(node));
  const changed = kept.length !== lines.length;
  lines.splice(0, lines.length, ...kept);
  return changed;
}
