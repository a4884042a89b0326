// Knows: how a Cumulus node gets `net`, `nv`, `ifreload`, `ifquery` and `sudo`: mounts of labctl's own files, and small wrappers.
// Refuses to know: what they do (runtime/switch/), and how a node's root is made (node-files.ts).

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PlannedFile } from "../../plan/step.ts";
import { programFolder } from "../switch/places.ts";
import { inSandbox } from "./protocol.ts";

const programs = ["net", "nv", "ifreload", "ifquery"];
/** Folders of every PATH, the first of them first. */
const pathFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"];

/** Paths on the host, as the sandbox was told them: node's binary, and the agent's file, which has the bundles beside it. */
const nodeBinary = process.env["LABCTL_NODE_BINARY"] ?? process.execPath;
const bundles = dirname(process.env["LABCTL_AGENT"] ?? "");

/** What is shown in the node: where it comes from, where it goes. Throws when labctl itself is incomplete. */
export function ncluMounts(): readonly { readonly source: string; readonly target: string }[] {
  const mounts = [
    { source: join(inSandbox.host, nodeBinary), target: `${programFolder}/node` },
    ...["net.cjs", "net-program.cjs"].map((file) => ({
      source: join(inSandbox.host, bundles, file),
      target: `${programFolder}/${file}`,
    })),
  ];
  const missing = mounts.find(({ source }) => !existsSync(source));
  if (missing) throw new Error(`a switch needs ${missing.source.slice(inSandbox.host.length)}, which is not there`);
  return mounts;
}

/**
 * The folder of PATH the programs go to, given the mount points there are. Where the machine has something mounted
 * below /usr, a node's /usr is the machine's as it is, and only a folder without mounts in it can have a layer of its
 * own. undefined: there is none.
 */
export function ncluFolder(
  points: readonly string[],
): { readonly folder: string; readonly layered: boolean } | undefined {
  if (!points.some((point) => point.startsWith("/usr/"))) return { folder: "/usr/local/bin", layered: false };
  const folder = pathFolders.find((one) => existsSync(one) && !points.some((point) => point.startsWith(`${one}/`)));
  return folder === undefined ? undefined : { folder, layered: true };
}

/** The same names in the host's own file system stay what they are. */
export function ncluWrappers(folder: string): readonly PlannedFile[] {
  const program = (name: string, text: string): PlannedFile => {
    return { path: join(folder, name), text, mode: 0o755, owner: "root:root" };
  };
  const run = `#!${programFolder}/node\nrequire("${programFolder}/net.cjs");\n`;
  return [...programs.map((name) => program(name, run)), program("sudo", sudo)];
}

/**
 * People copy `sudo ifreload -a`, and `net show configuration commands` prints `sudo sh -c …`. Whoever is at a node is
 * root, a machine may have no sudo, and in a user namespace its own one refuses to work.
 */
const sudo = `#!/bin/sh
while :; do
  case "$1" in
    -u | -g) shift 2 ;;
    --) shift; break ;;
    -*) shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || set -- sh
exec "$@"
`;
