// Knows: how to name a process for certain (pid and start time) and to see whether it still lives.
// Refuses to know: what the process does.

import { readFileSync, readdirSync } from "node:fs";

/** A pid is reused; together with its start time it is not. Both as /proc gives them. */
export interface ProcessId {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/PID/stat (proc(5)). */
  readonly startTime: number;
}

interface Stat {
  readonly state: string;
  readonly group: number;
  readonly startTime: number;
}

function readStat(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined; // no such process
  }
  // Field 2 is the command name in parentheses and may hold anything, so count from the last one.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", group: Number(fields[2]), startTime: Number(fields[19]) };
}

/** undefined when there is no such process, or only its zombie is left. */
export function identify(pid: number): ProcessId | undefined {
  const stat = readStat(pid);
  return stat && stat.state !== "Z" && stat.state !== "X" ? { pid, startTime: stat.startTime } : undefined;
}

/** A zombie counts as dead: `kill(pid, 0)` would say it lives. */
export function isAlive(id: ProcessId): boolean {
  return identify(id.pid)?.startTime === id.startTime;
}

/** SIGKILL, unless the process is gone or the pid is somebody else's by now. */
export function killProcess(id: ProcessId): void {
  if (!isAlive(id)) return;
  try {
    process.kill(id.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Who is in a process group beside the one that it is named after. */
export function followersOf(leader: number): readonly number[] {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).filter((pid) => pid !== leader && readStat(pid)?.group === leader);
}

/** Every process of ours whose environment holds `NAME=VALUE`: for what is left when no state file says who it was. */
export function findMarked(name: string, value: string | undefined): (ProcessId & { readonly value: string })[] {
  const found: (ProcessId & { value: string })[] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    let environment: string;
    try {
      environment = readFileSync(`/proc/${entry}/environ`, "latin1");
    } catch {
      continue; // gone meanwhile, or another user's
    }
    const mark = environment.split("\0").find((pair) => pair.startsWith(`${name}=`));
    if (mark === undefined) continue;
    const marked = mark.slice(name.length + 1);
    const id = value === undefined || marked === value ? identify(Number(entry)) : undefined;
    if (id) found.push({ ...id, value: marked });
  }
  return found;
}
