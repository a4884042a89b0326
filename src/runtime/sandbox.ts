// Knows: how a sandbox is started, recognised and ended: one process tree, seen from the host.
// Refuses to know: what is built inside (apply.ts).

import { join } from "node:path";
import { HostError } from "../base/errors.ts";
import { AnchorFailed, endAnchor, startAnchor, waitUntilGone } from "./anchor-process.ts";
import { anchorProgram } from "./anchor.ts";
import { findMarked, killProcess, type ProcessId } from "./process-id.ts";
import { chooseUserMapping, knowsNoRanges, systemPath, unshareOptions, type UserMapping } from "./user-namespace.ts";

/** Every process of a lab carries this in its environment; its value is the lab's state folder. */
export const labMark = "LABCTL_STATE";

export interface Sandbox {
  /** Pid 1 of the sandbox, as the host counts. Killing it ends everything inside. */
  readonly anchor: ProcessId;
  readonly mapping: UserMapping["kind"];
}

export interface SandboxOptions {
  readonly lab: string;
  /** The lab's folder on the host. */
  readonly stateDir: string;
  /** The agent's bundle. */
  readonly agentFile: string;
  readonly signal: AbortSignal;
}

/** Starts an empty sandbox whose agent listens. Throws HostError when this machine does not allow it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  let mapping = chooseUserMapping();
  try {
    return await startWith(mapping, options);
  } catch (error) {
    if (!knowsNoRanges(mapping, String(error))) throw error;
    mapping = { kind: "single" };
    return startWith(mapping, options);
  }
}

async function startWith(mapping: UserMapping, options: SandboxOptions): Promise<Sandbox> {
  try {
    const anchor = await startAnchor({
      argv: [
        ...["unshare", ...unshareOptions(mapping)],
        ...["--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"],
        ...["sh", "-c", anchorProgram],
      ],
      cwd: "/",
      logFile: join(options.stateDir, "log", "sandbox.log"),
      signal: options.signal,
      env: {
        PATH: systemPath,
        HOME: "/root",
        LANG: process.env["LANG"] ?? "C.UTF-8",
        [labMark]: options.stateDir,
        LABCTL_LAB: options.lab,
        LABCTL_NODE_BINARY: process.execPath,
        LABCTL_AGENT: options.agentFile,
        LABCTL_SINGLE_UID: mapping.kind === "single" ? "1" : "0",
      },
    });
    return { anchor, mapping: mapping.kind };
  } catch (error) {
    if (error instanceof AnchorFailed) throw cannotStart(error, mapping);
    throw error;
  }
}

function cannotStart({ message, log }: AnchorFailed, mapping: UserMapping): HostError {
  const what = mapping.kind === "root" ? "namespaces" : "user namespaces";
  return new HostError(
    `this machine does not let labctl make a sandbox (${what}): ${message}${log === "" ? "" : `\n${log}`}`,
    "`labctl doctor` says what is missing and how to mend it",
  );
}

/** Ends the sandbox and waits until its pid 1 is gone; with it go all processes, namespaces and links inside. */
export async function endSandbox(anchor: ProcessId): Promise<void> {
  await endAnchor(anchor);
}

/** Ends whatever carries the mark of this state folder: for when no state file says which process is the anchor. */
export async function endMarked(stateDir: string): Promise<number> {
  const marked = findMarked(labMark, stateDir);
  for (const id of marked) killProcess(id);
  await waitUntilGone(marked);
  return marked.length;
}

/** State folders of labs that have processes, whether or not the folder is still there. */
export function markedStateDirs(): readonly string[] {
  return [...new Set(findMarked(labMark, undefined).map((process) => process.value))];
}
