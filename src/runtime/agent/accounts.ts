// Knows: the users and groups of a node, and how they look where only one uid exists.
// Refuses to know: which files they own.

import { readFileSync } from "node:fs";
import type { PlannedFile } from "../../plan/step.ts";

const singleUid = process.env["LABCTL_SINGLE_UID"] === "1";
/** Whether the sandbox's user namespace knows nobody but root. */
export const isSingleUid = singleUid;

/** /etc/passwd and /etc/group of a node, when they differ from the host's. */
export function accountFiles(): readonly PlannedFile[] {
  if (!singleUid) return [];
  const file = (path: string, text: string): PlannedFile => ({ path, text, mode: 0o644, owner: "root:root" });
  return [file("/etc/passwd", passwd()), file("/etc/group", group())];
}

/**
 * FRR drops from root to frr:frrvty. With one uid there is nothing to drop to: there these names mean root, and FRR,
 * whose uid does not change then, starts without any flag and writes its files.
 */
function passwd(): string {
  const text = readFileSync("/etc/passwd", "utf8");
  return singleUid ? text.replace(/^frr:([^:]*):\d+:\d+/m, "frr:$1:0:0") : text;
}

function group(): string {
  const text = readFileSync("/etc/group", "utf8");
  return singleUid ? text.replace(/^(frr|frrvty):([^:]*):\d+:.*$/gm, "$1:$2:0:frr,root") : text;
}

/** Numbers of a `user:group` pair of names (the group defaults to the user's name); unknown names are root. */
export function ownersOf(owner: string): { readonly uid: number; readonly gid: number } {
  const [user = "root", groupName = user] = owner.split(":");
  return { uid: numberOf(passwd(), user), gid: numberOf(group(), groupName) };
}

function numberOf(table: string, name: string): number {
  const row = table.split("\n").find((line) => line.startsWith(`${name}:`));
  return Number(row?.split(":")[2] ?? 0);
}

/** A user as `docker run --user` takes it: `name`, `uid`, `name:group` or `uid:gid`. undefined when there is no such name. */
export function idsOf(text: string): { readonly uid: number; readonly gid: number } | undefined {
  const [user = "", groupName] = text.split(":");
  const row = passwd()
    .split("\n")
    .find((line) => line.startsWith(`${user}:`))
    ?.split(":");
  const uid = /^\d+$/.test(user) ? Number(user) : Number(row?.[2] ?? NaN);
  const named = groupName === undefined ? row?.[3] : /^\d+$/.test(groupName) ? groupName : gidOf(groupName);
  const gid = Number(named ?? (groupName === undefined && row === undefined ? 0 : NaN));
  return Number.isNaN(uid) || Number.isNaN(gid) ? undefined : { uid, gid };
}

function gidOf(name: string): string | undefined {
  return group()
    .split("\n")
    .find((line) => line.startsWith(`${name}:`))
    ?.split(":")[2];
}
