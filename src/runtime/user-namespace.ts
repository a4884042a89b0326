// Knows: how this user becomes root of a sandbox: as root directly, else through a user namespace.
// Refuses to know: what the sandbox is for.

import { accessSync, constants, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";

export type UserMapping =
  /** Already root: no user namespace. */
  | { readonly kind: "root" }
  /** Root inside is the caller; the caller's subordinate uids are there too (newuidmap, /etc/subuid). */
  | { readonly kind: "ranges" }
  /** Root inside is the caller, and there is nobody else. */
  | { readonly kind: "single" };

/** Every folder programs of the system are in; an ordinary user's PATH often lacks the sbin ones. */
export const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Where a program of that name is; an absolute path stands for itself. */
export function findProgram(name: string, path = systemPath): string | undefined {
  const files = name.startsWith("/") ? [name] : path.split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether `/etc/subuid` (or subgid) gives this user a range: `name:first:count` or `uid:first:count` (subuid(5)). */
function hasRange(file: string): boolean {
  const { username, uid } = userInfo();
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .some((line) => line.startsWith(`${username}:`) || line.startsWith(`${uid}:`));
  } catch {
    return false;
  }
}

export function chooseUserMapping(): UserMapping {
  if (process.geteuid?.() === 0) return { kind: "root" };
  const ranges = hasRange("/etc/subuid") && hasRange("/etc/subgid") && findProgram("newuidmap") !== undefined;
  return { kind: ranges ? "ranges" : "single" };
}

/** The options of unshare(1). `--map-auto` came with util-linux 2.38; before it, one uid has to do. */
export function unshareOptions(mapping: UserMapping): readonly string[] {
  switch (mapping.kind) {
    case "root":
      return [];
    case "single":
      return ["--user", "--map-root-user"];
    case "ranges":
      return ["--user", "--map-root-user", "--map-auto"];
  }
}
