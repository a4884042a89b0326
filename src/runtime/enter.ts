// Knows: how a command of the user gets from the host into a lab or a node, with the terminal as it is.
// Refuses to know: what the command does; its exit code is handed on.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { enterNode, underHostname } from "./agent/node.ts";
import { inSandbox } from "./agent/protocol.ts";
import { holdsTerminal, takeTerminalBack } from "./foreground.ts";
import { systemPath } from "./user-namespace.ts";

export interface EnterTarget {
  readonly anchorPid: number;
  readonly userNamespace: boolean;
  /** undefined: the sandbox itself. */
  readonly node: string | undefined;
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The node's init as the sandbox counts; undefined when the node has no processes of its own. */
function nodePid(anchorPid: number, node: string): number | undefined {
  try {
    const pids = JSON.parse(readFileSync(`/proc/${anchorPid}/root${inSandbox.nodePids}`, "utf8")) as Record<
      string,
      number
    >;
    return pids[node];
  } catch {
    return undefined; // no node of this lab has any
  }
}

/** `nsenter …` as argv: first into the sandbox, then into the node. Never --all: it fails without root. */
export function enterArgv(target: EnterTarget, argv: readonly string[]): readonly string[] {
  const sandbox = [
    ...["nsenter", `--target=${target.anchorPid}`],
    ...(target.userNamespace ? ["--user", "--preserve-credentials"] : []),
    ...["--net", "--mount", "--pid", "--uts", "--ipc", "--"],
  ];
  if (target.node === undefined) return [...sandbox, ...argv];
  const pid = nodePid(target.anchorPid, target.node);
  const named = pid === undefined ? underHostname(target.hostname) : [];
  return [...sandbox, ...enterNode(target.node, pid), ...named, ...argv];
}

/** Runs `argv` there with our own stdin, stdout and stderr. Resolves with its exit code; 128 + N when signal N ended it. */
export async function runInside(target: EnterTarget, argv: readonly string[]): Promise<number> {
  const [file = "", ...args] = enterArgv(target, argv);
  const isForeground = holdsTerminal();
  const child = spawn(file, args, { stdio: "inherit", cwd: "/", env: insideEnv(target) });
  // Ctrl-C reaches the command through the terminal; it decides what that means, and we report how it ended.
  const ignore = (): void => {};
  const signals = ["SIGINT", "SIGQUIT"] as const;
  for (const signal of signals) process.on(signal, ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    for (const signal of signals) process.off(signal, ignore);
    if (isForeground && !holdsTerminal()) await takeTerminalBack();
  }
}

/** The node's environment, not the caller's: a lab behaves the same whoever looks into it. */
export function insideEnv(target: Pick<EnterTarget, "env">): Record<string, string> {
  const fromCaller = ["TERM", "COLORTERM", "LANG", "LC_ALL", "NO_COLOR"] as const;
  const env: Record<string, string> = { PATH: systemPath, HOME: "/root", USER: "root", SHELL: "/bin/bash" };
  for (const name of fromCaller) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...target.env };
}
