// Knows: how several `ip` questions of one moment become one process per node.
// Refuses to know: what the answers mean (round-facts.ts gives them their types).

import type { ExecResult, LabRuntime } from "../runtime/runtime.ts";
import { CouldNotAsk, type FactsOptions } from "./facts.ts";
import { typedExec } from "./typed-command.ts";

/** `ip FLAGS ARGS` on a node; the answer is iproute2's JSON list. */
export type AskKernel = (
  node: string,
  flags: readonly string[],
  args: readonly string[],
) => Promise<readonly unknown[]>;

interface Question {
  readonly args: readonly string[];
  readonly resolve: (answer: readonly unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions asked in the same turn of the event loop with the same flags travel together. */
export function createKernelBatch(runtime: LabRuntime, options: FactsOptions): AskKernel {
  const { timeoutMs, signal } = options;
  const waiting = new Map<string, Question[]>();
  return (node, flags, args) =>
    new Promise((resolve, reject) => {
      const key = `${node}\n${flags.join(" ")}`;
      const batch = waiting.get(key);
      if (batch) {
        batch.push({ args, resolve, reject });
        return;
      }
      const started: Question[] = [{ args, resolve, reject }];
      waiting.set(key, started);
      setImmediate(() => {
        waiting.delete(key);
        void askTogether(runtime, { timeoutMs, signal }, node, flags, started);
      });
    });
}

async function askTogether(
  runtime: LabRuntime,
  options: FactsOptions,
  node: string,
  flags: readonly string[],
  questions: readonly Question[],
): Promise<void> {
  // A batch file has no quoting worth relying on, so words with spaces go alone.
  const plain =
    questions.length > 1 && questions.every(({ args }) => args.every((word) => /^[\x21-\x7e]+$/.test(word)));
  if (plain) {
    const stdin = questions.map(({ args }) => `${args.join(" ")}\n`).join("");
    const result = await runtime
      .exec(node, ["ip", ...flags, "-batch", "-"], { ...options, stdin })
      .catch(() => undefined);
    const answers = result?.code === 0 ? listsIn(result.stdout) : undefined;
    // A failing line ends the batch and leaves its answer half written: then each is asked for itself.
    if (answers?.length === questions.length) {
      questions.forEach(({ resolve }, i) => resolve(answers[i] ?? []));
      return;
    }
  }
  for (const { args, resolve, reject } of questions) {
    const argv = ["ip", ...flags, ...args];
    runtime
      .exec(node, argv, options)
      .then((result) => resolve(readAnswer(node, argv, result)), reject)
      .catch(reject);
  }
}

/** `ip -j -batch` prints one list per command, each on a line of its own; undefined when something else is there. */
function listsIn(stdout: string): readonly (readonly unknown[])[] | undefined {
  try {
    const lists = stdout
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(withLabelsNamed(line)) as unknown);
    return lists.every((list) => Array.isArray(list)) ? lists : undefined;
  } catch {
    return undefined;
  }
}

/** ip(8) calls the labels a route puts on `dst` like the route's own prefix, which they would hide (seen with iproute2 6.1). */
function withLabelsNamed(json: string): string {
  return json.replaceAll(/"encap":"mpls","dst":/g, '"encap":"mpls","labels":');
}

function readAnswer(node: string, argv: readonly string[], result: ExecResult): readonly unknown[] {
  const question = typedExec(node, argv);
  // A table comes into being with its first route: until then it has none.
  if (result.code === 2 && result.stderr.includes("FIB table does not exist")) return [];
  if (result.timedOut) throw new CouldNotAsk(question, "no answer in time");
  if (result.code !== 0)
    throw new CouldNotAsk(question, firstLineOf(result.stderr) ?? `exit ${result.code ?? result.signal}`);
  // `ip -j` prints nothing at all where its list is empty.
  if (result.stdout.trim() === "") return [];
  const lists = listsIn(result.stdout);
  if (lists?.length !== 1) throw new CouldNotAsk(question, "the answer is no JSON");
  return lists[0] ?? [];
}

function firstLineOf(text: string): string | undefined {
  return text.split("\n").find((line) => line.trim() !== "");
}
