// Knows: which modules the running kernel came with.
// Refuses to know: what is in them.

import { readFileSync } from "node:fs";
import { release } from "node:os";

/** Whether modprobe would find it: depmod lists every module, one path and a colon a line. */
export function hasModule(name: string): boolean {
  let list: string;
  try {
    list = readFileSync(`/lib/modules/${release()}/modules.dep`, "utf8");
  } catch {
    return false; // a kernel without modules
  }
  return list.split("\n").some((line) => line.split(":")[0]?.split("/").at(-1)?.startsWith(`${name}.ko`) === true);
}
