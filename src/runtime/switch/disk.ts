// Knows: how the files of a switch, its state and its lock are read and written in the node.
// Refuses to know: what is in them.

import * as fs from "node:fs";
import { dirname } from "node:path";
import { emptyState, type NcluState, type World } from "../../nclu/session-state.ts";
import { withTime } from "../../nclu/times.ts";
import { lineFiles, path, type Files } from "../../nclu/switch-files.ts";
import { appliedFile, lockFile, stateFile, wiringFile, type Wiring } from "./places.ts";

const managed: readonly string[] = [path.interfaces, path.frr, path.hostname, path.hosts, ...lineFiles];
/** Who types at a node is root, because nobody else is there; posts show Cumulus' own user. */
const usualUser = "cumulus";
/** A commit takes seconds; whoever holds the lock longer is stuck. */
const lockWithinMs = 15_000;

export function readText(name: string): string | undefined {
  try {
    return fs.readFileSync(name, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole or not at all; owner and mode stay. */
export function writeText(name: string, text: string): void {
  fs.mkdirSync(dirname(name), { recursive: true });
  const was = fs.existsSync(name) ? fs.statSync(name) : undefined;
  const fresh = `${name}.new`;
  fs.writeFileSync(fresh, text, { mode: was?.mode ?? 0o644 });
  if (was) fs.chownSync(fresh, was.uid, was.gid);
  fs.renameSync(fresh, name);
}

export function removeFile(name: string): void {
  fs.rmSync(name, { force: true });
}

export function readFiles(): Files {
  return Object.fromEntries(
    managed.flatMap((name) => {
      const text = readText(name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

export function readWorld(now: number): World {
  const files = readFiles();
  const modified = Object.fromEntries(Object.keys(files).map((name) => [name, fs.statSync(name).mtimeMs]));
  return { files, modified, ports: readPorts(), user: process.env["SUDO_USER"] ?? usualUser, now };
}

/** A plan knows no clock: what the lab file committed was committed when the node started. */
export function readState(): NcluState {
  const text = readText(stateFile);
  if (text === undefined) return emptyState;
  const startedAt = fs.statSync(stateFile).mtimeMs;
  const dated = <T extends { readonly at: number }>(one: T): T => (one.at === 0 ? { ...one, at: startedAt } : one);
  const state = JSON.parse(text) as NcluState;
  const commits = state.commits.map((one) => (one.at === 0 ? { ...one, text: withTime(one.text, startedAt) } : one));
  return { ...emptyState, ...state, pending: state.pending.map(dated), commits: commits.map(dated) };
}

export function writeState(state: NcluState): void {
  writeText(stateFile, JSON.stringify(state));
}

/** The files whose interfaces are in the kernel. */
export function readApplied(): Files {
  return JSON.parse(readText(appliedFile) ?? "{}") as Files;
}
export function writeApplied(files: Files): void {
  const { [path.interfaces]: interfaces = "", [path.frr]: frr = "" } = files;
  writeText(appliedFile, JSON.stringify({ [path.interfaces]: interfaces, [path.frr]: frr }));
}

export function readWiring(): Wiring {
  return JSON.parse(readText(wiringFile) ?? '{"ports":[],"neighbours":[]}') as Wiring;
}

/** The interfaces the kernel has. */
export function presentInterfaces(): readonly string[] {
  return fs.readdirSync("/sys/class/net").filter((name) => fs.existsSync(`/sys/class/net/${name}/ifindex`));
}

/** What the lab wires, and what was plugged in since: an end of a veth pair has its far end elsewhere and no type. */
export function readPorts(): readonly string[] {
  const isWired = (name: string): boolean => {
    const of = (file: string): string => readText(`/sys/class/net/${name}/${file}`) ?? "";
    return name !== "lo" && of("iflink") !== of("ifindex") && !of("uevent").includes("DEVTYPE=");
  };
  return [...new Set([...readWiring().ports, ...presentInterfaces().filter(isWired)])];
}

/**
 * Runs `act` while nobody else changes the switch. `what`: the command line, which others are told while they wait.
 * Returns what to say when another one holds the lock for longer than one waits.
 */
export async function locked<T extends object | symbol>(what: string, act: () => T | Promise<T>): Promise<T | string> {
  const deadline = Date.now() + lockWithinMs;
  while (!takeLock(what)) {
    if (Date.now() > deadline) return busyText(readText(lockFile));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const release = (): void => fs.rmSync(lockFile, { force: true });
  try {
    return await act();
  } finally {
    release();
  }
}

/** NCLU's own words for it are not known; these say who it is and what to do. */
function busyText(holder: string | undefined): string {
  const [pid = "", what = ""] = (holder ?? "").trim().split("\n");
  const who = what === "" ? "another command" : `"${what}" (pid ${pid})`;
  return `ERROR: ${who} is changing this switch, and has been for ${lockWithinMs / 1000} s. Nothing was done: try again when it has ended.\n`;
}

function takeLock(what: string): boolean {
  try {
    fs.writeFileSync(lockFile, `${process.pid}\n${what}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  // Its holder was killed: the lock is nobody's. (A file still empty is being written.)
  const holder = Number(readText(lockFile)?.split("\n")[0]);
  if (holder > 0 && !fs.existsSync(`/proc/${holder}`)) fs.rmSync(lockFile, { force: true });
  return false;
}
