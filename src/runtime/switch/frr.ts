// Knows: how FRR of a switch takes new lines, and how a daemon comes to run that did not.
// Refuses to know: which lines and which daemons (nclu/frr-delta.ts).

import { existsSync, mkdirSync } from "node:fs";
import { bootConfigOf } from "../../render/frr-boot.ts";
import { frrBootFile, frrConfigFile, frrDaemonArgv, frrDaemonDir } from "../../render/frr.ts";
import { runNow } from "./command.ts";
import { readText, removeFile, writeText } from "./disk.ts";

const daemonsFile = "/etc/frr/daemons";

export interface FrrFailure {
  readonly command: string;
  readonly output: string;
}

/** Starts those that do not run, with what is theirs of the frr.conf there is. Returns their names. */
export function startDaemons(daemons: readonly string[]): {
  readonly started: readonly string[];
  readonly failed?: FrrFailure;
} {
  const started: string[] = [];
  for (const daemon of daemons) {
    if (isRunning(daemon)) continue;
    // From FRR 9 on mgmtd holds part of the configuration, and vtysh hands it out.
    const hasMgmtd = existsSync(`${frrDaemonDir}/mgmtd`);
    const file = frrBootFile(daemon);
    mkdirSync("/run/frr/boot", { recursive: true });
    writeText(file, `${bootConfigOf((readText(frrConfigFile) ?? "").split("\n"), daemon).join("\n")}\n`);
    const argv = frrDaemonArgv(daemon, { profile: "datacenter" }, hasMgmtd ? "later" : { file });
    const { ok, output } = runNow(argv);
    if (!ok) return { started, failed: { command: argv.join(" "), output } };
    if (hasMgmtd) runNow(["vtysh", "-b", "-d", daemon]);
    started.push(daemon);
    switchInFile(daemon, "yes");
  }
  return { started };
}

/** A daemon that a commit started and that is not needed after all. */
export function stopDaemon(daemon: string): void {
  const pid = Number(readText(`/run/frr/${daemon}.pid`));
  if (pid > 1) process.kill(pid, "SIGTERM");
  switchInFile(daemon, "no");
}

function isRunning(daemon: string): boolean {
  const pid = Number(readText(`/run/frr/${daemon}.pid`));
  return pid > 0 && existsSync(`/proc/${pid}`);
}

function switchInFile(daemon: string, value: "yes" | "no"): void {
  const text = readText(daemonsFile) ?? "";
  const line = `${daemon}=${value}`;
  const is = new RegExp(`^${daemon}=.*$`, "m");
  writeText(daemonsFile, is.test(text) ? text.replace(is, line) : `${text}${line}\n`);
}

/** Enters the lines in order, as one goes through `configure terminal`; the first that FRR refuses ends it. */
export function enterLines(lines: readonly string[]): FrrFailure | undefined {
  const file = `/run/nclu-${process.pid}.conf`;
  writeText(file, `${lines.join("\n")}\n`);
  const { ok, output } = runNow(["vtysh", "-f", file]);
  removeFile(file);
  const complaint = output.split("\n").filter((line) => /^%|^line \d+: /.test(line.trim()));
  if (ok && complaint.length === 0) return undefined;
  return { command: `vtysh -f ${frrConfigFile}`, output: complaint.length > 0 ? complaint.join("\n") : output };
}
