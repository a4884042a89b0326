// Knows: a container's root: made once when the container is created, kept while it is stopped, gone with it.
// Refuses to know: the processes in it.

import * as fs from "node:fs";
import { join } from "node:path";
import type { Volume } from "../../../model/container.ts";
import type { PlannedContainer } from "../../../plan/container-step.ts";
import { storageFolder } from "../node-files.ts";
import { prepareRoot, type ExtraMount } from "../root-files.ts";
import { inSandbox } from "../protocol.ts";

/** Where a container's files are, as the agent sees them and as its node does. */
export interface ContainerFolder {
  readonly dir: string;
  readonly seen: string;
}

export function folderOf(node: string, name: string): ContainerFolder {
  return { dir: join(engineFolder(node), "containers", name), seen: join(storageFolder(), "containers", name) };
}

function engineFolder(node: string): string {
  return join(inSandbox.nodes, node, "engine");
}

/** `nodePid`: whose root has the folders that are bind-mounted. Throws when one of them is not there. */
export function createRoot(node: string, nodePid: number, container: PlannedContainer): ContainerFolder {
  const folder = folderOf(node, container.name);
  const { hostname, env, files } = container;
  const spec = { hostname, env, files, binds: [], overlays: [] };
  const places = { ...folder, image: `${storageFolder()}/image` };
  prepareRoot(
    spec,
    places,
    container.volumes.map((volume) => mountOf(node, nodePid, volume)),
  );
  return folder;
}

function mountOf(node: string, nodePid: number, { from, target, readOnly }: Volume): ExtraMount {
  if ("path" in from) {
    const source = `/proc/${nodePid}/root${from.path}`;
    // Docker makes a folder of that name when there is none, and leaves it empty. What the lab file gives the container at
    // that place would then be nowhere, so it goes into the new folder.
    const isNew = !fs.existsSync(source);
    if (isNew) fs.mkdirSync(source, { recursive: true });
    const isFolder = fs.statSync(source).isDirectory();
    return {
      source: from.path,
      target,
      readOnly,
      isFolder,
      ...(isNew ? { whenNew: { into: source, of: "lab" } } : {}),
    };
  }
  const data = join(engineFolder(node), "volumes", from.volume, "_data");
  const isNew = !fs.existsSync(data);
  fs.mkdirSync(data, { recursive: true });
  const source = join(storageFolder(), "volumes", from.volume, "_data");
  return { source, target, readOnly, isFolder: true, ...(isNew ? { whenNew: { into: data, of: "root" } } : {}) };
}

/** systemd-nspawn gives /run and /tmp anew at each start; Docker keeps what was written there. */
export function emptyRuntimeFolders({ dir }: ContainerFolder): void {
  for (const name of ["run", "tmp"]) {
    const folder = join(dir, "empty", name);
    for (const entry of fs.readdirSync(folder)) fs.rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

export function removeRoot({ dir }: ContainerFolder): void {
  fs.rmSync(dir, { recursive: true, force: true });
}
