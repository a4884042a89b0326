// Knows: where the file that is a guest's memory may lie: a tmpfs that has room and lets its files be executed.
// Refuses to know: whose memory it is. The kernel removes the file's name at once; its blocks go when the kernel ends.

import { readFileSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

/** statfs(2), TMPFS_MAGIC. */
const tmpfsMagic = 0x01021994;

/** The first that fits of /dev/shm, the state folder and the temporary folder; the last one when none does. */
export function chooseMemoryFolder(megabytes: number, stateDir: string): string {
  const fits = (folder: string): boolean => {
    try {
      const { type, bavail, bsize } = statfsSync(folder);
      return type === tmpfsMagic && bavail * bsize >= megabytes * 1024 * 1024 && !isNoexec(folder);
    } catch {
      return false; // there is no such folder
    }
  };
  return ["/dev/shm", stateDir].find(fits) ?? tmpdir();
}

/** Whether programs on the mount that holds `folder` may not be run: then its files cannot be mapped as code either. */
function isNoexec(folder: string): boolean {
  return noexecMount(readFileSync("/proc/self/mountinfo", "utf8"), folder);
}

/** Fields 5 and 6 of a line of /proc/PID/mountinfo are the mount point and its options (proc(5)). */
export function noexecMount(mountinfo: string, folder: string): boolean {
  const holding = mountinfo
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , , , point = ""]) => point === "/" || folder === point || folder.startsWith(`${point}/`))
    .toSorted((a, b) => (b[4]?.length ?? 0) - (a[4]?.length ?? 0));
  return holding[0]?.[5]?.split(",").includes("noexec") ?? false;
}
