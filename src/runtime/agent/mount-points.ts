// Knows: where file systems are mounted, as the kernel lists it.
// Refuses to know: what follows from that.

/** Field 5 of each line of /proc/PID/mountinfo (proc(5)). */
export function mountPoints(mountinfo: string): string[] {
  return mountinfo.split("\n").flatMap((line) => line.split(" ")[4] ?? []);
}
