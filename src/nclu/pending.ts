// Knows: what `net pending` and `net commit` print: the differences of the files and the table of commands.
// Refuses to know: what the commands do.

import { unifiedDiff } from "./diff.ts";
import { frrLines } from "./frr-file.ts";
import { isNextHopLine } from "./frr-header.ts";
import type { PendingCommand, World } from "./session-state.ts";
import { path, readSwitch, type Files } from "./switch-files.ts";
import { textTable, titled } from "./text-table.ts";
import { formatCommandTime, formatFileTime } from "./times.ts";
import type { FrrNode } from "./model.ts";

export interface FileDifference {
  readonly fromFile: string;
  readonly fromFileTimestamp: string;
  readonly toFile: string;
  readonly toFileTimestamp: string;
  readonly content: readonly string[];
}

/** Where NCLU keeps the new text of a file until it is committed. */
const scratchOf: Readonly<Record<string, string>> = {
  [path.interfaces]: "/run/nclu/ifupdown2/interfaces.tmp",
  [path.hosts]: "/var/run/nclu/netmisc/etc_hosts",
  [path.hostname]: "/var/run/nclu/netmisc/etc_hostname",
};

export function differencesOf(
  before: Files,
  after: Files,
  world: Pick<World, "modified" | "now">,
): readonly FileDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(byShownOrder);
  return names.flatMap((name) => {
    if (before[name] === after[name] || name === path.daemons) return [];
    const isFrr = name === path.frr;
    const hunks = isFrr
      ? frrHunks(before[name] ?? "", after[name] ?? "")
      : unifiedDiff(linesOf(before[name]), linesOf(after[name]));
    if (hunks.length === 0) return [];
    const scratch = scratchOf[name] ?? `/run/nclu/files${name}`;
    const [fromFile, toFile] = isFrr
      ? ["/run/nclu/frr/frr.conf.scratchpad.baseline", "/run/nclu/frr/frr.conf.scratchpad"]
      : [name, scratch];
    return [
      {
        fromFile,
        fromFileTimestamp: formatFileTime(world.modified[name] ?? world.now),
        toFile,
        toFileTimestamp: formatFileTime(world.now),
        content: hunks,
      },
    ];
  });
}

/** Interfaces first, then FRR, then the rest by name: the order they are applied in. */
function byShownOrder(a: string, b: string): number {
  const place = (name: string): number => (name === path.interfaces ? 0 : name === path.frr ? 1 : 2);
  return place(a) - place(b) || (a < b ? -1 : 1);
}

function linesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}

/**
 * FRR's part compares what NCLU keeps while it edits: the configuration without `!`, ended by `end`. New blocks and
 * top-level lines follow that `end` and are ended by another.
 */
function frrHunks(before: string, after: string): readonly string[] {
  const [was, is] = [readSwitch({ [path.frr]: before }).frr, readSwitch({ [path.frr]: after }).frr];
  const isNew = (node: FrrNode): boolean => !was.some((old) => old.text === node.text);
  const isShown = (line: string): boolean => !isNextHopLine(line);
  const text = (nodes: readonly FrrNode[]): readonly string[] => frrLines(nodes, isShown).map((line) => line.text);
  const appended = text(is.filter(isNew));
  const kept = [...text(is.filter((node) => !isNew(node))), "end"];
  return unifiedDiff([...text(was), "end"], appended.length > 0 ? [...kept, ...appended, "end"] : kept);
}

/** The whole text; empty when nothing is pending. */
export function pendingText(differences: readonly FileDifference[], commands: readonly PendingCommand[]): string {
  if (commands.length === 0) return "";
  const lines = differences.flatMap((d) => [
    `--- ${d.fromFile}\t${d.fromFileTimestamp}`,
    `+++ ${d.toFile}\t${d.toFileTimestamp}`,
    ...d.content,
  ]);
  const rows = commands.map(({ user, at, command }) => [user, formatCommandTime(at), command]);
  const table = textTable([{ title: "User" }, { title: "Timestamp" }, { title: "Command" }], rows);
  const heading = titled('net add/del commands since the last "net commit"');
  return `${[...lines, "", "", "", ...heading, "", ...table].join("\n")}\n`;
}

export function pendingJson(differences: readonly FileDifference[], commands: readonly PendingCommand[]): string {
  const listed = commands.map(({ command, user, at }) => ({ timestamp: formatCommandTime(at), command, user }));
  return `${JSON.stringify({ diffs: differences, commands: listed }, undefined, 4)}\n`;
}
