// Knows: whether we hold the terminal, and how to get it back from a shell that has ended.
// Refuses to know: what the terminal is used for.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { systemPath } from "./user-namespace.ts";

/** Whether our process group is the one the terminal belongs to (proc(5), stat: pgrp and tpgid). */
export function holdsTerminal(): boolean {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return group === foreground;
}

/**
 * A shell with job control makes itself the terminal's foreground and hands it back at its end. One in a pid namespace
 * of its own does not know our group, so it cannot, and whoever next sets the terminal's mode would be stopped
 * (tcsetpgrp(3)). Node has no call for it; perl, which every sandbox is made with, does.
 */
const takeBack = `use POSIX (); $SIG{TTOU} = "IGNORE"; POSIX::tcsetpgrp(0, getpgrp());`;

export function takeTerminalBack(): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn("perl", ["-e", takeBack], { stdio: "inherit", env: { PATH: systemPath } });
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}
