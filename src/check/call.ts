// Knows: how a command of a test is written (words, list, or shell text) and how it becomes an argv on a node.
// Refuses to know: what the command is for.

import { z } from "zod";
import { splitWords } from "../base/shell-words.ts";
import type { ExecResult } from "../runtime/runtime.ts";
import { readNode, type PlaceContext } from "./place.ts";

export const commandKey = z.union([z.string().min(1), z.array(z.union([z.string(), z.number()])).min(1)]);

export interface Call {
  readonly on: string;
  readonly argv: readonly string[];
}

export interface WrittenCall {
  readonly on: string;
  readonly run?: string | readonly (string | number)[] | undefined;
  readonly shell?: string | undefined;
}

/** `run` or `shell` of a value at `path`; reports an unknown node or a command that needs a shell. */
export function readCall(written: WrittenCall, path: readonly string[], context: PlaceContext): Call | undefined {
  const node = readNode(written.on, [...path, "on"], context);
  if (!node) return undefined;
  if (written.shell !== undefined) return { on: node.name, argv: ["sh", "-c", written.shell] };
  const argv = readArgv(written.run ?? "", [...path, "run"], "there is no shell here: `shell:` runs one", context);
  return argv && { on: node.name, argv };
}

/** A list as it is, a command line in words; reports what only a shell could make of it, with `hint`. */
export function readArgv(
  written: string | readonly unknown[],
  path: readonly string[],
  hint: string,
  { step, sink }: PlaceContext,
): readonly string[] | undefined {
  if (typeof written !== "string") return written.map(String);
  const split = splitWords(written);
  if (split.ok && split.operator === undefined && split.words.length > 0) return split.words;
  const why = !split.ok
    ? split.why
    : split.operator === undefined
      ? "there is no command"
      : `"${split.operator}" is a word of the shell`;
  sink.error("tests/command", step.spanOf(path), why, { hint });
  return undefined;
}

/** A command too long for a label is cut; the question has all of it. */
export function shownCall(argv: readonly string[]): string {
  const text = (argv[0] === "sh" && argv[1] === "-c" ? (argv[2] ?? "") : argv.join(" ")).trim().replaceAll(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function firstLineOf(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

/** Why a command has no exit code of its own; undefined when it has one. */
export function whyNotRun(result: ExecResult): string | undefined {
  if (result.timedOut) return `no end after ${Math.round(result.tookMs)} ms`;
  if (result.signal !== undefined) return `ended by ${result.signal}`;
  if (result.code === undefined) return firstLineOf(result.stderr) || "it could not be started";
  return isNoCommand(result) ? `there is no command "${result.argv[0]}"` : undefined;
}

/** No such program: nsenter, which takes the command into the node, found none there. Asking again brings none. */
export function isNoCommand({ code, stderr }: ExecResult): boolean {
  return code === 127 && stderr.startsWith("nsenter: failed to execute");
}
