// Knows: which programs each need of a plan stands for, and whether this machine has them.
// Refuses to know: kernel features (probe.ts finds out by trying).

import { existsSync } from "node:fs";
import type { Need } from "../plan/step.ts";
import { frrDaemonDir } from "../render/frr.ts";
import { findProgram } from "./user-namespace.ts";

export interface Missing {
  readonly need: Need;
  readonly what: string;
  /** The Debian and Ubuntu package that has it. */
  readonly aptPackage: string;
}

/** Every sandbox is made with these. */
const always: readonly (readonly [program: string, aptPackage: string])[] = [
  ["ip", "iproute2"],
  ["unshare", "util-linux"],
  ["nsenter", "util-linux"],
  ["flock", "util-linux"],
  ["mount", "mount"],
  ["perl", "perl-base"],
  ["hostname", "hostname"],
];

/** Capabilities that are one program. */
const programs: ReadonlyMap<string, readonly [program: string, aptPackage: string]> = new Map([
  ["iptables", ["iptables-restore", "iptables"]],
  ["setpriv", ["setpriv", "util-linux"]],
]);

/** What the plan needs and this machine has not; asked before the first change. */
export function missingPrograms(needs: readonly Need[]): readonly Missing[] {
  return needs.flatMap((need): Missing[] => {
    if (need.capability === "netns") {
      return always.filter(([name]) => !findProgram(name)).map(([what, aptPackage]) => ({ need, what, aptPackage }));
    }
    if (need.capability === "frr") {
      const there = findProgram("vtysh") && existsSync(`${frrDaemonDir}/zebra`);
      return there ? [] : [{ need, what: "FRR", aptPackage: "frr" }];
    }
    if (need.capability.startsWith("frr:")) {
      const daemon = need.capability.slice("frr:".length);
      const packaged = existsSync(frrDaemonDir); // without FRR at all, the line above says so
      return !packaged || existsSync(`${frrDaemonDir}/${daemon}`) ? [] : [{ need, what: daemon, aptPackage: "frr" }];
    }
    const program = programs.get(need.capability);
    if (program !== undefined)
      return findProgram(program[0]) ? [] : [{ need, what: program[0], aptPackage: program[1] }];
    if (need.program !== undefined) {
      const { name, aptPackage } = need.program;
      return findProgram(name) ? [] : [{ need, what: name, aptPackage }];
    }
    if (need.capability === "nft") return findProgram("nft") ? [] : [{ need, what: "nft", aptPackage: "nftables" }];
    return [];
  });
}

/** `mariadbd is not installed (package mariadb-server-core)` */
export function notInstalled(what: string, aptPackage: string): string {
  return `${what} is not installed${what === aptPackage ? "" : ` (package ${aptPackage})`}`;
}

/** The one command that brings all of it, on Debian and Ubuntu. */
export function installCommand(missing: readonly Pick<Missing, "aptPackage">[]): string {
  return `sudo apt-get install ${[...new Set(missing.map(({ aptPackage }) => aptPackage))].sort().join(" ")}`;
}
