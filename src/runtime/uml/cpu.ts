// Knows: which processor a new guest should be pinned to: the one the fewest guests are on.
// Refuses to know: what else the processors do; the scheduler moves that away.

import { readFileSync, readdirSync } from "node:fs";

/** `0-2,5` (cpuset(7), list format) as numbers. */
export function parseCpuList(text: string): readonly number[] {
  return text
    .trim()
    .split(",")
    .filter((part) => part !== "")
    .flatMap((part) => {
      const [first = 0, last = first] = part.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

/** Of `allowed`, the one that is in `taken` least often; the last of equals, because the first one serves most interrupts. */
export function leastTaken(allowed: readonly number[], taken: readonly number[]): number {
  const countOf = (cpu: number): number => taken.filter((other) => other === cpu).length;
  return allowed.toSorted((a, b) => countOf(a) - countOf(b) || b - a)[0] ?? 0;
}

export function chooseCpu(): number {
  const allowed = parseCpuList(allowedOf("self") ?? "0");
  const taken = readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry) || !isGuestKernel(entry)) return [];
    const cpus = parseCpuList(allowedOf(entry) ?? "");
    return cpus.length === 1 ? cpus : [];
  });
  return leastTaken(allowed, taken);
}

function allowedOf(pid: string): string | undefined {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
  } catch {
    return undefined; // it has ended
  }
}

/** A guest has one process per address space inside, all of that name: a busier guest weighs more. */
function isGuestKernel(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "latin1").trim() === "linux.uml";
  } catch {
    return false;
  }
}
