// Knows: where a file of a node's root is put before its mounts are made, so that it is there after them.
// Refuses to know: which files (node-files.ts, root-copies.ts) and which mounts (root-files.ts).

import * as fs from "node:fs";
import { join } from "node:path";

/**
 * Folders a node gets empty, with their modes. /var/tmp: FRR's crash logs go to /var/tmp/frr/DAEMON.PID, and pids
 * repeat in every node. /etc/frr: the host's is 0750 frr:frr, nobody in a user namespace could look into it.
 */
export const emptyFolders: Readonly<Record<string, { readonly mode: number; readonly owner: string }>> = {
  "/run": { mode: 0o755, owner: "root" },
  "/tmp": { mode: 0o1777, owner: "root" },
  "/var/tmp": { mode: 0o1777, owner: "root" },
  "/var/log": { mode: 0o755, owner: "root" },
  "/root": { mode: 0o700, owner: "root" },
  "/etc/frr": { mode: 0o750, owner: "frr:frr" },
};

export interface Staging {
  readonly dir: string;
  /** Top-level folders shown through an overlay; their own layer is `upper/NAME`. */
  readonly overlaid: ReadonlySet<string>;
}

/** Where a file of the node is put before the mounts are made, so that it is there after them. */
export function place(staging: Staging, path: string): string {
  const empty = Object.keys(emptyFolders).find((folder) => path.startsWith(`${folder}/`));
  if (empty !== undefined) return join(staging.dir, "empty", path);
  const top = path.split("/")[1] ?? "";
  return join(staging.dir, staging.overlaid.has(top) ? "upper" : "root", path);
}

/** Makes the folders above `path`; one that the host has keeps its mode. Returns those that are new to the node. */
export function makeParents(staging: Staging, path: string): string[] {
  const made: string[] = [];
  const parts = path.split("/").slice(1, -1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const folder = `/${parts.slice(0, depth).join("/")}`;
    const staged = place(staging, `${folder}/x`).slice(0, -2);
    if (fs.existsSync(staged)) continue;
    fs.mkdirSync(staged);
    if (fs.existsSync(folder)) fs.chmodSync(staged, fs.statSync(folder).mode & 0o7777);
    else made.push(staged);
  }
  return made;
}

export function makeMountPoint(staging: Staging, path: string, isFolder: boolean): void {
  const inEmptyFolder = Object.keys(emptyFolders).some((folder) => path.startsWith(`${folder}/`));
  const top = path.split("/")[1] ?? "";
  if (staging.overlaid.has(top) && !inEmptyFolder && fs.existsSync(path)) return; // the overlay shows it
  makeParents(staging, path);
  const staged = place(staging, path);
  if (isFolder) fs.mkdirSync(staged, { recursive: true });
  else if (!fs.existsSync(staged)) fs.writeFileSync(staged, "");
}
