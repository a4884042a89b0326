// Knows: what a private root is made of: the host's folders below, files of its own above, all in memory.
// Refuses to know: whose root it is (node-files.ts, engine/container-root.ts), and how its processes are started.

import * as fs from "node:fs";
import { dirname, join } from "node:path";
import type { NodeProcess } from "../../plan/step.ts";
import { accountFiles, ownersOf } from "./accounts.ts";
import { mountPoints } from "./mount-points.ts";
import { inSandbox } from "./protocol.ts";
import { copyOver, copyUp, readable, type WhenNew } from "./root-copies.ts";
import { emptyFolders, makeMountPoint, makeParents, place, type Staging } from "./root-staging.ts";

/** In a guest the kernel and the root differ from the host's: its modules, its iptables, its /proc/cpuinfo. */
export const isGuest = process.env["LABCTL_LINE"] !== undefined;

/** Top-level folders that are the kernel's, or of no use in a node. */
const leftOut = new Set(["proc", "sys", "dev", "run", "tmp", "root", "mnt", "boot", "lost+found"]);

/** Where a root is prepared, and how the one who mounts it sees the same places. */
export interface RootPlaces {
  /** The folder it is made of, as the agent sees it. */
  readonly dir: string;
  /** The same folder where the mounting is done: a container is mounted inside its node. */
  readonly seen: string;
  /** The machine's own tree there; empty where it is the root. */
  readonly image: string;
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
  /** A volume used for the first time. */
  readonly whenNew?: WhenNew;
}

/**
 * Prepares a root in `places.dir`, and returns that folder: `root` (the new root), `upper` and `work` (overlays), `empty`
 * (empty folders), `fstab`. `more` is mounted after all others.
 */
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

/** fstab(5): white space and backslashes as octal. */
function escapeFstab(text: string): string {
  return text.replace(/[\s\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
