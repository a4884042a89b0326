// Knows: what a node's root has that not every root has: a switch's programs, a container engine's folders; and what a restart keeps.
// Refuses to know: how a root is made (root-files.ts), and how the node's processes are started (node.ts).

import * as fs from "node:fs";
import { basename, join } from "node:path";
import type { NodeProcess, PlannedFile } from "../../plan/step.ts";
import { dockerProgram } from "./engine/docker-program.ts";
import { mountPoints } from "./mount-points.ts";
import { ncluFolder, ncluMounts, ncluWrappers } from "./nclu-programs.ts";
import { inSandbox } from "./protocol.ts";
import { isGuest, prepareRoot, type ExtraMount } from "./root-files.ts";

/** Prepares the root of a node in /run/nodes/NAME, and returns that folder. */
export function prepareNodeFiles(node: string, spec: NodeProcess): string {
  const dir = join(inSandbox.nodes, node);
  if (fs.existsSync(join(dir, "fstab"))) {
    // It starts again: its files are as it left them, but for those in folders that a power cut empties.
    for (const folder of ["run", "tmp"]) emptyOut(join(dir, "empty", folder));
    return dir;
  }
  const programs = spec.nclu === true ? switchPrograms(dir) : { files: [], mounts: [] };
  const more = [...(spec.engine === true ? engineMounts(dir) : []), ...programs.mounts];
  const files = [...programs.files, ...(spec.engine === true ? [dockerProgram(storageFolder())] : []), ...spec.files];
  return prepareRoot({ ...spec, files }, { dir, seen: dir, image: "" }, more);
}

function emptyOut(folder: string): void {
  for (const entry of fs.readdirSync(folder)) fs.rmSync(join(folder, entry), { recursive: true, force: true });
}

/** A switch without `net` is none: where it cannot be put, the node does not start. */
function switchPrograms(dir: string): {
  readonly files: readonly PlannedFile[];
  readonly mounts: readonly ExtraMount[];
} {
  const place = ncluFolder(mountPoints(fs.readFileSync("/proc/self/mountinfo", "utf8")));
  if (!place) throw new Error("the machine has file systems mounted in every folder that `net` could go to");
  const programs = ncluMounts().map((mount) => ({ ...mount, isFolder: false, readOnly: true }));
  const files = ncluWrappers(place.folder);
  if (!place.layered) return { files, mounts: programs };
  const layer = join(dir, "programs");
  for (const part of ["upper", "work"]) fs.mkdirSync(join(layer, part), { recursive: true });
  for (const { path, text, mode } of files) fs.writeFileSync(join(layer, "upper", basename(path)), text, { mode });
  return { files: [], mounts: [...programs, { source: layer, target: place.folder, isFolder: true, layer: true }] };
}

/** What the engine keeps below /run/nodes/NAME/engine is where a person on the node would look for it. */
function engineMounts(dir: string): readonly ExtraMount[] {
  const storage = storageFolder();
  for (const folder of ["image", "containers", "volumes", "listing"])
    fs.mkdirSync(join(dir, "engine", folder), { recursive: true });
  return [
    { source: join(dir, "engine"), target: storage, isFolder: true },
    // A container is made of the machine's own files, not of what the node has changed in its copy of them; and an
    // overlay over an overlay over an overlay is one too many (FILESYSTEM_MAX_STACK_DEPTH is 2).
    // In a guest the machine's own files are a layer below the guest's root, which has no file systems mounted below it.
    isGuest
      ? { source: "/", target: `${storage}/image`, isFolder: true }
      : { source: inSandbox.host, target: `${storage}/image`, isFolder: true, deep: true },
  ];
}

/** Docker's folder; where /var cannot be written to, because the machine has file systems mounted below it, another. */
export function storageFolder(): string {
  const points = mountPoints(fs.readFileSync("/proc/self/mountinfo", "utf8"));
  return points.some((point) => point.startsWith("/var/")) ? "/run/docker" : "/var/lib/docker";
}
