// Knows: what a node's private root is made of: the host's folders below, the node's own files above, all in memory.
// Refuses to know: how the node's processes are started (node.ts).

import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import type { NodeProcess, PlannedFile } from "../../plan/step.ts";
import { accountFiles, ownersOf } from "./accounts.ts";
import { dockerProgram } from "./engine/docker-program.ts";
import { ncluFolder, ncluMounts, ncluWrappers } from "./nclu-programs.ts";
import { inSandbox } from "./protocol.ts";

/**
 * Folders a node gets empty, with their modes. /var/tmp: FRR's crash logs go to /var/tmp/frr/DAEMON.PID, and pids
 * repeat in every node. /etc/frr: the host's is 0750 frr:frr, nobody in a user namespace could look into it.
 */
const emptyFolders: Readonly<Record<string, { readonly mode: number; readonly owner: string }>> = {
  "/run": { mode: 0o755, owner: "root" },
  "/tmp": { mode: 0o1777, owner: "root" },
  "/var/tmp": { mode: 0o1777, owner: "root" },
  "/var/log": { mode: 0o755, owner: "root" },
  "/root": { mode: 0o700, owner: "root" },
  "/etc/frr": { mode: 0o750, owner: "frr:frr" },
};
/** In a guest the kernel and the root differ from the host's: its modules, its iptables, its /proc/cpuinfo. */
const isGuest = process.env["LABCTL_LINE"] !== undefined;

/** Top-level folders that are the kernel's, or of no use in a node. */
const leftOut = new Set(["proc", "sys", "dev", "run", "tmp", "root", "mnt", "boot", "lost+found"]);

interface Staging {
  readonly dir: string;
  /** Top-level folders shown through an overlay; their own layer is `upper/NAME`. */
  readonly overlaid: ReadonlySet<string>;
}

/** Where a root is prepared, and how the one who mounts it sees the same places. */
export interface RootPlaces {
  /** The folder it is made of, as the agent sees it. */
  readonly dir: string;
  /** The same folder where the mounting is done: a container is mounted inside its node. */
  readonly seen: string;
  /** The machine's own tree there; empty where it is the root. */
  readonly image: string;
}

/** Prepares /run/nodes/NAME: `root` (the new root), `upper` and `work` (overlays), `empty` (empty folders), `fstab`. */
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

/** The same for any root. `more` adds mounts after all others; it is given the folders that have a layer of their own. */
export function prepareRoot(spec: NodeProcess, places: RootPlaces, more: readonly ExtraMount[] = []): string {
  const { dir, seen, image } = places;
  for (const folder of ["root", "root/mnt", "root/proc", "root/sys", "root/dev", "upper", "work", "empty"]) {
    fs.mkdirSync(join(dir, folder), { recursive: true });
  }
  const mounts: string[] = [];
  const mount = (source: string, at: string, type: string, options: string): void => {
    mounts.push([source, join(seen, "root", at), type, options, "0", "0"].map(escapeFstab).join(" "));
  };
  mount(join(seen, "root"), "", "none", "bind"); // pivot_root(2) wants a mount point
  const overlaid = showHostFolders(places, mount);
  const staging: Staging = { dir, overlaid };

  mount("labctl", "proc", "proc", "nosuid,nodev,noexec");
  // A guest's kernel writes one that ps(1) cannot read: what is shown in its place is shown here, too.
  if (isGuest) mount("/proc/cpuinfo", "proc/cpuinfo", "none", "bind");
  mount("labctl", "sys", "sysfs", "nosuid,nodev,noexec");
  mount("/dev", "dev", "none", "rbind");
  mount("labctl", "dev/shm", "tmpfs", "mode=1777");
  for (const [folder, { mode, owner }] of Object.entries(emptyFolders)) {
    if (!fs.existsSync(dirname(folder))) continue;
    const path = join(dir, "empty", folder);
    const { uid, gid } = ownersOf(owner);
    fs.mkdirSync(path, { recursive: true });
    fs.chmodSync(path, mode); // mkdir's mode is cut by the umask
    fs.chownSync(path, uid, gid);
    makeMountPoint(staging, folder, true);
    mount(join(seen, "empty", folder), folder, "none", "bind");
  }

  for (const overlay of spec.overlays)
    copyOver(join(inSandbox.host, overlay), "/", staging, join(inSandbox.host, overlay));
  for (const bind of spec.binds) {
    const source = join(inSandbox.host, bind.source);
    if (bind.mode === "copy") copyOver(source, bind.target, staging, source);
    else {
      makeMountPoint(staging, bind.target, fs.statSync(source).isDirectory());
      // With the file systems below it: what lies hidden under their mount points is nobody's business, and in a user
      // namespace they cannot be left out (mount_namespaces(7), "locked").
      mount(source, bind.target, "none", "rbind");
      // The sandbox sees the host's tree read-only; what the lab file says may be written is the exception.
      if (bind.mode === "rw") mount(source, bind.target, "none", "remount,bind,rw");
    }
  }
  const accounts = accountFiles();
  for (const file of [...accounts, ...spec.files]) {
    const owner = ownersOf(file.owner);
    const path = place(staging, file.path);
    for (const folder of makeParents(staging, file.path)) fs.chownSync(folder, owner.uid, owner.gid);
    fs.rmSync(path, { force: true }); // a link of the machine's /etc would be followed
    fs.writeFileSync(path, file.text);
    fs.chmodSync(path, file.mode);
    fs.chownSync(path, owner.uid, owner.gid);
  }
  for (const extra of more) {
    if (extra.layer === true) {
      const { source, target } = extra;
      mount("labctl", target, "overlay", `lowerdir=${image}${target},upperdir=${source}/upper,workdir=${source}/work`);
      continue;
    }
    // What was mounted just before may hold the mount point: then it is there already.
    if (!more.some((other) => extra.target.startsWith(`${other.target}/`))) {
      makeMountPoint(staging, extra.target, extra.isFolder);
    }
    if (extra.whenNew) copyUp(staging, extra.target, extra.whenNew);
    mount(extra.source, extra.target, "none", extra.readOnly ? "bind,ro" : extra.deep ? "rbind" : "bind");
  }
  fs.writeFileSync(join(dir, "fstab"), `${mounts.join("\n")}\n`);
  return dir;
}

/** A folder or file of the place where the mounting is done, shown in the new root. */
export interface ExtraMount {
  readonly source: string;
  readonly target: string;
  readonly isFolder: boolean;
  readonly readOnly?: boolean;
  readonly deep?: boolean;
  /** Not the source itself: its folder `upper` is laid over what is there. */
  readonly layer?: boolean;
  /**
   * A folder, as the agent sees it, that is filled with what is at that place: a volume used for the first time. `root`:
   * all that the root has there; `lab`: only what the lab file puts there.
   */
  readonly whenNew?: { readonly into: string; readonly of: "root" | "lab" };
}

function copyUp(staging: Staging, target: string, { into, of }: NonNullable<ExtraMount["whenNew"]>): void {
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

/** The host's top-level folders, each with a layer of the node's own over it. Returns the names of those. */
function showHostFolders(
  { dir, seen, image }: RootPlaces,
  mount: (source: string, at: string, type: string, options: string) => void,
): Set<string> {
  const points = mountPoints(fs.readFileSync("/proc/self/mountinfo", "utf8"));
  const overlaid = new Set<string>();
  for (const entry of fs.readdirSync("/", { withFileTypes: true })) {
    const target = join(dir, "root", entry.name);
    if (leftOut.has(entry.name)) fs.mkdirSync(target, { recursive: true });
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(`/${entry.name}`), target);
    else if (entry.isDirectory()) {
      fs.mkdirSync(target, { recursive: true });
      if (points.some((point) => point.startsWith(`/${entry.name}/`))) {
        // In a user namespace the host's mounts are locked together: no overlay over a folder that has some below it.
        if (entry.name === "etc")
          fs.cpSync("/etc", target, { recursive: true, verbatimSymlinks: true, filter: readable });
        else mount(`${image}/${entry.name}`, entry.name, "none", "rbind");
        continue;
      }
      for (const layer of ["upper", "work"]) fs.mkdirSync(join(dir, layer, entry.name), { recursive: true });
      const upper = `upperdir=${seen}/upper/${entry.name},workdir=${seen}/work/${entry.name}`;
      const layers = `lowerdir=${image}/${entry.name},${upper}`;
      mount("labctl", entry.name, "overlay", layers);
      overlaid.add(entry.name);
    }
  }
  return overlaid;
}

function readable(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Field 5 of each line of /proc/PID/mountinfo (proc(5)). */
export function mountPoints(mountinfo: string): string[] {
  return mountinfo.split("\n").flatMap((line) => line.split(" ")[4] ?? []);
}

/** fstab(5): white space and backslashes as octal. */
function escapeFstab(text: string): string {
  return text.replace(/[\s\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

/** Where a file of the node is put before the mounts are made, so that it is there after them. */
function place(staging: Staging, path: string): string {
  const empty = Object.keys(emptyFolders).find((folder) => path.startsWith(`${folder}/`));
  if (empty !== undefined) return join(staging.dir, "empty", path);
  const top = path.split("/")[1] ?? "";
  return join(staging.dir, staging.overlaid.has(top) ? "upper" : "root", path);
}

/** Makes the folders above `path`; one that the host has keeps its mode. Returns those that are new to the node. */
function makeParents(staging: Staging, path: string): string[] {
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

function makeMountPoint(staging: Staging, path: string, isFolder: boolean): void {
  const inEmptyFolder = Object.keys(emptyFolders).some((folder) => path.startsWith(`${folder}/`));
  const top = path.split("/")[1] ?? "";
  if (staging.overlaid.has(top) && !inEmptyFolder && fs.existsSync(path)) return; // the overlay shows it
  makeParents(staging, path);
  const staged = place(staging, path);
  if (isFolder) fs.mkdirSync(staged, { recursive: true });
  else if (!fs.existsSync(staged)) fs.writeFileSync(staged, "");
}

/**
 * Copies a file or folder of the host into the node: what the node then writes to it stays in the node. A link to
 * something else in `whole`, which is copied as well, stays a link; one that leads out of it becomes what it leads to,
 * unless that is nothing, or all of this again.
 */
function copyOver(source: string, target: string, staging: Staging, whole: string): void {
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
