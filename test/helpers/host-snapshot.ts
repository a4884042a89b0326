// Knows: everything of the host that a lab must not change, as one comparable value.
// Refuses to know: what the test did.

import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface HostSnapshot {
  readonly interfaces: string;
  readonly routes: string;
  readonly rules: string;
  readonly neighbourTables: string;
  readonly firewall: string;
  readonly mounts: string;
  readonly sysctls: ReadonlyMap<string, string>;
  readonly files: readonly string[];
}

/**
 * Folders a careless lab would write to; contents are told by name, size and time. A namespace that outlives its
 * processes has a name in /run/netns or a mount, so both are watched; the processes are found by their mark.
 */
const watchedFolders = [
  "/etc",
  "/etc/frr",
  "/etc/network",
  "/run/netns",
  "/var/log/frr",
  "/var/run/frr",
  "/var/tmp/frr",
  "/root",
];
/** Settings the kernel or other programs change by themselves while a test runs. */
const restless = /\/(conf\/.*\/(router_solicitations|stable_secret)|neigh\/.*\/gc_stale_time)$/;

export function takeHostSnapshot(): HostSnapshot {
  const run = (file: string, ...args: string[]): string => {
    try {
      return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch {
      return "not available"; // the same before and after
    }
  };
  return {
    interfaces: run("ip", "-o", "link").replaceAll(/ (state|qlen) \S+/g, ""),
    routes: run("ip", "route", "show", "table", "all") + run("ip", "-6", "route", "show", "table", "all"),
    rules: run("ip", "rule") + run("ip", "-6", "rule"),
    neighbourTables: run("ip", "nexthop"),
    firewall: run("nft", "list", "ruleset") + run("iptables-save").replaceAll(/^#.*$/gm, ""),
    mounts: readFileSync("/proc/self/mountinfo", "utf8"),
    sysctls: readSettings("/proc/sys/net"),
    files: watchedFolders.flatMap(listFiles),
  };
}

/** What differs, one line each; empty when nothing does. */
export function changesSince(before: HostSnapshot): readonly string[] {
  const after = takeHostSnapshot();
  const changes: string[] = [];
  for (const key of ["interfaces", "routes", "rules", "neighbourTables", "firewall", "mounts"] as const) {
    if (before[key] !== after[key]) changes.push(`${key}:\n--- before\n${before[key]}\n--- after\n${after[key]}`);
  }
  for (const gone of before.files.filter((item) => !after.files.includes(item))) changes.push(`file gone: ${gone}`);
  for (const added of after.files.filter((item) => !before.files.includes(item))) changes.push(`file new: ${added}`);
  for (const [name, value] of before.sysctls) {
    if (after.sysctls.get(name) !== value) changes.push(`${name}: ${value} -> ${after.sysctls.get(name)}`);
  }
  return changes;
}

/** Processes whose environment carries `text`: what a lab in that state folder has left behind. */
export function processesWith(text: string): readonly string[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "latin1");
      const zombie = "ZX".includes(stat[stat.lastIndexOf(")") + 2] ?? "");
      const marked = readFileSync(`/proc/${entry}/environ`, "latin1").includes(`LABCTL_STATE=${text}`);
      if (zombie || !marked) return [];
      return [`${entry} ${readFileSync(`/proc/${entry}/cmdline`, "latin1").replaceAll("\0", " ").slice(0, 100)}`];
    } catch {
      return []; // it ended meanwhile, or is another user's
    }
  });
}

function readSettings(folder: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || restless.test(path)) continue;
    try {
      settings.set(path, readFileSync(path, "utf8").trim());
    } catch {
      // write-only, or not for us: it cannot have been changed by us either
    }
  }
  return settings;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => {
      const stat = lstatSync(join(folder, name));
      return `${join(folder, name)} ${stat.size} ${stat.isDirectory() ? "" : stat.mtimeMs}`;
    });
  } catch {
    return [];
  }
}
