// Knows: how a Cumulus node gets `net`, `nv`, `ifreload` and `ifquery`: mounts of labctl's own files, and small wrappers.
// Refuses to know: what they do (runtime/switch/).

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PlannedFile } from "../../plan/step.ts";
import { inSandbox } from "./protocol.ts";

const folder = "/usr/lib/labctl";
const programs = ["net", "nv", "ifreload", "ifquery"];

/** Paths on the host, as the sandbox was told them: node's binary, and the agent's file, which has net.js beside it. */
const nodeBinary = process.env["LABCTL_NODE_BINARY"] ?? process.execPath;
const bundle = join(dirname(process.env["LABCTL_AGENT"] ?? ""), "net.js");

/** What is shown in the node: where it comes from, where it goes. */
export function ncluMounts(): readonly { readonly source: string; readonly target: string }[] {
  const mounts = [
    { source: join(inSandbox.host, nodeBinary), target: `${folder}/node` },
    { source: join(inSandbox.host, bundle), target: `${folder}/net.js` },
  ];
  return mounts.every(({ source }) => existsSync(source)) ? mounts : [];
}

/** The first folder of every PATH; the same names in the host's own file system stay what they are. */
export function ncluWrappers(): readonly PlannedFile[] {
  return programs.map((name) => ({
    path: `/usr/local/bin/${name}`,
    text: `#!/bin/sh\nexec ${folder}/node ${folder}/net.js ${name} "$@"\n`,
    mode: 0o755,
    owner: "root:root",
  }));
}
