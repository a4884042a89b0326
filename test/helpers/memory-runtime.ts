// Knows: what a running lab once answered, and gives the same answers again. For unit tests only.
// Refuses to know: how a lab is run; a question that was not recorded is an error.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  VtyUnavailable,
  type ExecResult,
  type LabRuntime,
  type ProcessState,
  type VtyAnswer,
} from "../../src/runtime/runtime.ts";

export interface Recording {
  /** `changes`: the nodes in which the kernel changed something meanwhile. */
  readonly exec: readonly {
    node?: string;
    argv: readonly string[];
    stdin?: string;
    result: ExecResult;
    changes?: string[];
  }[];
  readonly vty: readonly { node: string; daemon: string; command: string; answer: VtyAnswer }[];
  readonly processes: readonly ProcessState[];
}

export interface MemoryRuntime extends LabRuntime {
  /** Every question so far: `r1$ ip -j …`, `r1/bgpd> show …`. */
  readonly asked: readonly string[];
  /** The kernel changes something in these nodes. */
  change(...nodes: readonly string[]): void;
}

/** What takes the place of a recorded answer: a value, or a function that may count and throw. */
export interface Changes {
  /** Nodes that can be listened to; those of the recording when not given. */
  readonly watched?: readonly string[];
  readonly exec?: (
    node: string | undefined,
    argv: readonly string[],
    stdin: string | undefined,
  ) => Partial<ExecResult> | Promise<Partial<ExecResult>> | undefined;
  readonly vty?: (
    node: string,
    daemon: string,
    command: string,
  ) => Partial<VtyAnswer> | Promise<Partial<VtyAnswer>> | undefined;
}

export function readRecording(name: string): Recording {
  const file = resolve(import.meta.dirname, "../unit/fixtures", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

export const noRecording: Recording = { exec: [], vty: [], processes: [] };

export function memoryRuntime(recording: Recording, changes: Changes = {}): MemoryRuntime {
  const asked: string[] = [];
  const listeners = new Set<(nodes: readonly string[]) => void>();
  const change: MemoryRuntime["change"] = (...nodes) => {
    for (const listener of listeners) listener(nodes);
  };
  const known = new Set([...recording.exec.map(({ node }) => node ?? ""), ...(changes.watched ?? [])]);
  return {
    asked,
    change,
    changes(heard) {
      listeners.add(heard);
      return Promise.resolve({ nodes: () => known, end: () => void listeners.delete(heard) });
    },
    async exec(node, argv, options = {}) {
      asked.push(
        `${node ?? ""}$ ${argv.join(" ")}${options.stdin === undefined ? "" : ` < ${options.stdin.trim().replaceAll("\n", "; ")}`}`,
      );
      const ended: ExecResult = {
        argv,
        code: 0,
        signal: undefined,
        stdout: "",
        stderr: "",
        timedOut: false,
        tookMs: 1,
      };
      const changed = await changes.exec?.(node, argv, options.stdin);
      if (changed) return { ...ended, ...changed };
      const known = recording.exec.find(
        (entry) => entry.node === node && sameWords(entry.argv, argv) && (entry.stdin ?? "") === (options.stdin ?? ""),
      );
      if (known?.changes) change(...known.changes);
      if (known) return { ...ended, ...known.result, signal: known.result.signal, code: known.result.code };
      throw new Error(`not recorded: ${asked.at(-1)}`);
    },
    async vty(node, daemon, command) {
      asked.push(`${node}/${daemon}> ${command}`);
      const changed = await changes.vty?.(node, daemon, command);
      if (changed) return { status: 0, text: "", ...changed };
      const known = recording.vty.find(
        (entry) => entry.node === node && entry.daemon === daemon && entry.command === command,
      );
      if (known) return known.answer;
      throw new VtyUnavailable(`not recorded: ${asked.at(-1)}`);
    },
    processes: () => Promise.resolve(recording.processes),
    close: () => {},
  };
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [wordsThatCount(a), wordsThatCount(b)];
  return left.length === right.length && left.every((word, i) => word === right[i]);
}

/** labctl's own programs are left out: an answer stays good when the program that asks is reworded. */
export function wordsThatCount(argv: readonly string[]): readonly string[] {
  const isProgram =
    (argv[0] === "perl" && argv[1] === "-e") || (argv[0] === "sh" && argv[1] === "-c" && argv.length > 3);
  return isProgram ? [...argv.slice(0, 2), "(program)", ...argv.slice(3)] : argv;
}
