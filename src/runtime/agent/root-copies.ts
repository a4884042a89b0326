// Knows: how files of the machine, or of a root's lower layers, are copied: with their owners and links, and which are not.
// Refuses to know: which, and why (root-files.ts).

import * as fs from "node:fs";
import { join } from "node:path";
import { inSandbox } from "./protocol.ts";
import { emptyFolders, makeParents, place, type Staging } from "./root-staging.ts";

/**
 * A folder, as the agent sees it, that is filled with what is at some place of a root. `root`: all that the root has
 * there; `lab`: only what the lab file puts there.
 */
export interface WhenNew {
  readonly into: string;
  readonly of: "root" | "lab";
}

export function copyUp(staging: Staging, target: string, { into, of }: WhenNew): void {
  const layers = [target, place(staging, join(target, "x")).slice(0, -2)];
  const isOwn = Object.keys(emptyFolders).some((folder) => target === folder || target.startsWith(`${folder}/`));
  for (const layer of isOwn || of === "lab" ? layers.slice(1) : layers) {
    if (fs.existsSync(layer)) copyKeepingOwners(layer, into);
  }
}

function copyKeepingOwners(from: string, to: string): void {
  const stat = fs.lstatSync(from);
  if (stat.isDirectory()) {
    fs.mkdirSync(to, { recursive: true });
    for (const entry of fs.readdirSync(from)) copyKeepingOwners(join(from, entry), join(to, entry));
  } else if (stat.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(from), to);
  else if (stat.isFile() && readable(from)) fs.copyFileSync(from, to);
  else return;
  try {
    if (!stat.isSymbolicLink()) fs.chmodSync(to, stat.mode & 0o7777);
    fs.lchownSync(to, stat.uid, stat.gid);
  } catch (error) {
    // With one uid there is nobody else a file could belong to.
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
  }
}

/**
 * Copies a file or folder of the host into the node: what the node then writes to it stays in the node. A link to
 * something else in `whole`, which is copied as well, stays a link; one that leads out of it becomes what it leads to,
 * unless that is nothing, or all of this again.
 */
export function copyOver(source: string, target: string, staging: Staging, whole: string): void {
  const led = source === whole ? undefined : linkKept(source, whole);
  if (led !== undefined) {
    makeParents(staging, target);
    fs.rmSync(place(staging, target), { force: true });
    fs.symlinkSync(led, place(staging, target));
    return;
  }
  const stat = fs.statSync(source);
  if (stat.isDirectory()) {
    makeParents(staging, `${target}/x`); // it may be empty
    for (const entry of fs.readdirSync(source)) copyOver(join(source, entry), join(target, entry), staging, whole);
  } else if (stat.isFile()) {
    makeParents(staging, target);
    fs.copyFileSync(source, place(staging, target));
  } else if (source === whole) throw new Error(`${source.slice(inSandbox.host.length)} is neither a file nor a folder`);
  // A pipe, a socket or a device further down has nothing in it that could be copied.
}

/** What a link says that is to be a link in the copy, too. */
function linkKept(source: string, whole: string): string | undefined {
  if (!fs.lstatSync(source).isSymbolicLink()) return undefined;
  const says = fs.readlinkSync(source);
  if (!fs.existsSync(source)) return says;
  const [end, top] = [fs.realpathSync(source), fs.realpathSync(whole)];
  return `${end}/`.startsWith(`${top}/`) || `${top}/`.startsWith(`${end}/`) ? says : undefined;
}

export function readable(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
