// Knows: how a guest is started on the host: a relay and a user-mode kernel, kept apart from the host where it allows that.
// Refuses to know: what is built inside (apply.ts); to the host's labctl it is a sandbox like another.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HostError } from "../../base/errors.ts";
import { AnchorFailed, startAnchor } from "../anchor-process.ts";
import type { ProcessId } from "../process-id.ts";
import { labMark, type SandboxOptions } from "../sandbox.ts";
import { findProgram, systemPath } from "../user-namespace.ts";
import { chooseCpu } from "./cpu.ts";
import { fenceProgram } from "./fence.ts";
import { guestInitText } from "./guest-init.ts";
import { kernelCommand, memoryMbOf } from "./kernel-command.ts";
import { chooseMemoryFolder } from "./memory-folder.ts";
import { modulesFor } from "./modules.ts";
import { initFile, kernelLog } from "./paths.ts";

/** What a guest is started with, and the Debian and Ubuntu packages that have it. */
const programs: readonly (readonly [program: string, aptPackage: string])[] = [
  ["linux.uml", "user-mode-linux"],
  ["modprobe", "kmod"],
  ["taskset", "util-linux"],
  ["setpriv", "util-linux"],
  ["perl", "perl-base"],
];

/** Which of them this machine has not; empty: guests can be started. */
export function missingForMachine(): typeof programs {
  return programs.filter(([program]) => !findProgram(program));
}

export interface MachineOptions extends SandboxOptions {
  /** How many nodes have processes of their own: the guest's memory is made to measure. */
  readonly nodes: number;
  /** The plan's needs, by name: they tell which kernel modules to load. */
  readonly capabilities: readonly string[];
}

/** Starts a guest whose agent listens; returns its anchor. Throws HostError when this machine cannot. */
export async function startMachine(options: MachineOptions): Promise<ProcessId> {
  const missing = missingForMachine();
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, aptPackage]) => aptPackage))];
    const what = missing.map(([program]) => program).join(", ");
    throw new HostError(
      `the user-mode kernel cannot be run: ${what} not installed`,
      `sudo apt-get install ${packages.join(" ")}`,
    );
  }
  if (/["\n]/.test(options.stateDir))
    throw new HostError(`a guest cannot be told a path with a quote in it: ${options.stateDir}`);
  mkdirSync(join(options.stateDir, "log"), { recursive: true });
  const { lab, stateDir, agentFile, capabilities, nodes } = options;
  const init = { lab, stateDir, agentFile, nodeBinary: process.execPath, modules: modulesFor(capabilities) };
  writeFileSync(join(stateDir, initFile), guestInitText(init));
  const command = kernelCommand({ cpu: chooseCpu(), nodes, initFile: join(stateDir, initFile), asUser: !isRoot() });
  try {
    return await startFenced(command, options);
  } catch (error) {
    if (!(error instanceof AnchorFailed) || !/unshare: |mount: |mount_setattr/.test(error.log))
      throw cannotStart(error, stateDir);
  }
  // No namespaces for us here, as in a container without privileges: the kernel itself needs none.
  try {
    return await startBare(command, options);
  } catch (error) {
    throw cannotStart(error, stateDir);
  }
}

/** Behind a fence: namespaces of its own in which the host's tree is read-only, and in which everything dies together. */
function startFenced(command: readonly string[], options: MachineOptions): Promise<ProcessId> {
  return start(
    [
      ...[
        "unshare",
        ...(isRoot() ? [] : ["--user", "--map-root-user"]),
        "--mount",
        "--pid",
        "--net",
        "--ipc",
        "--fork",
        "--kill-child",
      ],
      ...["sh", "-c", fenceProgram, "fence", ...relay(options), ...command],
    ],
    { LABCTL_MEMORY_MB: String(memoryMbOf(options.nodes) + 16), HOME: "/mnt", TMPDIR: "/mnt" },
    options,
  );
}

function startBare(command: readonly string[], options: MachineOptions): Promise<ProcessId> {
  const home = join(options.stateDir, "uml"); // without a home to write to, this kernel crashes
  mkdirSync(home, { recursive: true });
  const memory = chooseMemoryFolder(memoryMbOf(options.nodes), options.stateDir);
  return start(
    [...relay(options), "setpriv", "--pdeathsig", "KILL", ...command],
    { HOME: home, TMPDIR: memory },
    options,
  );
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

function relay(options: MachineOptions): readonly string[] {
  // It hands bytes on and keeps none of them: a small heap will do.
  const relayFile = join(dirname(options.agentFile), "uml-relay.js");
  return [process.execPath, "--max-old-space-size=48", "--v8-pool-size=0", relayFile];
}

function start(argv: readonly string[], env: Record<string, string>, options: MachineOptions): Promise<ProcessId> {
  return startAnchor({
    argv,
    cwd: options.stateDir,
    logFile: join(options.stateDir, "log", "sandbox.log"),
    signal: options.signal,
    env: { PATH: systemPath, LANG: "C.UTF-8", [labMark]: options.stateDir, LABCTL_LAB: options.lab, ...env },
  });
}

function cannotStart(error: unknown, stateDir: string): unknown {
  if (!(error instanceof AnchorFailed)) return error;
  const { panicked, text } = lastWords(readIfThere(join(stateDir, kernelLog)));
  const said = [error.log, text].filter((part) => part !== "");
  return new HostError(
    [`the user-mode kernel does not start: ${error.message}`, ...said].join("\n"),
    panicked
      ? "nothing is missing: this kernel does not run on this machine; another version of user-mode-linux may"
      : "`labctl doctor` says what is missing and how to mend it",
  );
}

/** The end of what the kernel wrote on its console; of a panic its reason, which stands above registers and calls. */
export function lastWords(console: string): { readonly panicked: boolean; readonly text: string } {
  const lines = console.trim().split("\n");
  const panic = lines.findIndex((line) => line.includes("Kernel panic"));
  if (panic < 0) return { panicked: false, text: lines.slice(-15).join("\n") };
  return { panicked: true, text: lines.slice(Math.max(0, panic - 3), panic + 1).join("\n") };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it came to nothing before there was a kernel
  }
}
