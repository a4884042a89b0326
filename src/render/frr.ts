// Knows: the command line of each FRR daemon.
// Refuses to know: when it is started, and who watches it.

import { listensOnIpv6 } from "../plan/frr.ts";
import type { FrrStart } from "../plan/step.ts";

/** Where FRR's packages put the daemons (Debian, Ubuntu, RPMs and the official image alike). */
export const frrDaemonDir = "/usr/lib/frr";
export const frrConfigFile = "/etc/frr/frr.conf";
/** What one daemon reads of it at its start (frr-boot.ts). */
export const frrBootFile = (daemon: string): string => `/run/frr/boot/${daemon}.conf`;
/** One log for all daemons, where the packaged configuration of FRR puts it. */
export const frrLogFile = "/var/log/frr/frr.log";

/** Reads the whole file, or what it may read of it (frr-boot.ts); `later`: vtysh hands it out once all daemons run. */
export type FrrConfigSource = "later" | { readonly file: string };

/** One daemon, to be run inside its node. `-d` returns when the vty socket accepts. */
export function frrDaemonArgv(
  daemon: string,
  start: Pick<FrrStart, "profile">,
  config: FrrConfigSource,
): readonly string[] {
  return [
    `${frrDaemonDir}/${daemon}`,
    "-d",
    ...(start.profile === undefined ? [] : ["-F", start.profile]),
    "-A",
    listensOnIpv6.has(daemon) ? "::1" : "127.0.0.1",
    // zebra: netlink receive buffer in bytes, as in the packaged /etc/frr/daemons.
    ...(daemon === "zebra" ? ["-s", "90000000"] : []),
    // Sized for a lab: memory is set aside per possible file descriptor, and this nearly halves zebra's.
    "--limit-fds",
    "1024",
    "--log",
    `file:${frrLogFile}`,
    ...(config === "later" ? [] : ["-f", config.file]),
  ];
}

/** Starting order: zebra first, as a daemon that finds no zebra waits ten seconds before it looks again. */
export function inStartingOrder(daemons: readonly string[]): readonly string[] {
  return [...daemons.filter((d) => d === "zebra"), ...daemons.filter((d) => d !== "zebra")];
}
