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

/** What an ordinary user lacks for the uids of others; undefined: nothing. */
export function lackForRanges(): "newuidmap" | "a range" | undefined {
  if (findProgram("newuidmap") === undefined) return "newuidmap";
  return hasRange("/etc/subuid") && hasRange("/etc/subgid") ? undefined : "a range";
}

/** 65536 uids that nobody in the text of /etc/subuid or /etc/subgid has; 100000 is where useradd(8) begins. */
export function freeRange(texts: string): { readonly first: number; readonly last: number } {
  const ends = texts.split("\n").map((line) => {
    const [, first, count] = line.split(":").map(Number);
    return (first ?? 0) + (count ?? 0);
  });
  const first = Math.max(100_000, ...ends.filter((end) => Number.isFinite(end)));
  return { first, last: first + 65_535 };
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
  return { kind: lackForRanges() === undefined ? "ranges" : "single" };
}

/** `--map-auto` came with util-linux 2.38 (Ubuntu 22.04 has 2.37): whether an older unshare(1) has complained. */
export function knowsNoRanges(mapping: UserMapping, said: string): boolean {
  return mapping.kind === "ranges" && /unrecognized option .*map-auto/.test(said);
}

/** The options of unshare(1). Where it knows no ranges, one uid has to do. */
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
