// Knows: stopping, killing and starting what runs in a lab: a node, or one daemon or service of it.
// Refuses to know: why.

import { z } from "zod";
import { CommandError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { readNode } from "../check/place.ts";
import { typedExec } from "../observe/typed-command.ts";
import type { Action, ActionOutcome, ActionReadContext, PerformContext } from "./action.ts";

export type Verb = "start" | "stop" | "restart" | "kill";

export interface ControlTarget {
  readonly node: string;
  /** undefined: the whole node. */
  readonly process: string | undefined;
  readonly isDaemon: boolean;
}

/** The four actions differ in a word. */
export function controlAction(name: Verb, summary: string): Action<string, ControlTarget> {
  return {
    name,
    summary,
    schema: z.string().min(1).describe("A node, or one daemon or service of it: r1, r1/bgpd"),
    read: readControlTarget,
    label: ({ node, process }) => `${name} ${process === undefined ? node : `${node}/${process}`}`,
    command: (target) => typedControl(name, target),
    perform: (target, context) => control(name, target, context),
  };
}

function readControlTarget(written: string, context: ActionReadContext): ControlTarget | undefined {
  const { step, sink } = context;
  const [name = "", process] = written.split("/", 2);
  const node = readNode(name, [], context);
  if (!node) return undefined;
  if (process === undefined) return { node: node.name, process, isDaemon: false };
  const daemons = node.kind === "frr" || node.kind === "cumulus" ? node.frr.daemons : [];
  const known = [...daemons, ...node.services.map((service) => service.name)];
  if (known.includes(process)) return { node: node.name, process, isDaemon: daemons.includes(process) };
  sink.error(
    "tests/no-daemon",
    step.spanOf([]),
    `${node.name} has no daemon or service "${process}"${didYouMean(process, known)}`,
    {
      hint: known.length === 0 ? "it runs none" : `it has: ${known.join(", ")}`,
    },
  );
  return undefined;
}

async function control(verb: Verb, target: ControlTarget, context: PerformContext): Promise<ActionOutcome> {
  const { runtime, timeoutMs } = context;
  if (!runtime.control)
    return target.isDaemon
      ? controlDaemon(verb, target, context)
      : { outcome: "error", saw: "this lab cannot do that to a whole node or a service" };
  const { node, process } = target;
  try {
    await runtime.control(process === undefined ? { node } : { node, process }, verb, { timeoutMs });
    return { outcome: "pass", saw: doneWords[verb] };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { outcome: "fail", saw: error.message, output: error.output };
  }
}

const doneWords: Readonly<Record<Verb, string>> = {
  start: "started",
  stop: "ended when asked to",
  restart: "started anew",
  kill: "killed",
};

/**
 * sh -c PROGRAM NAME VERB: works on one FRR daemon from inside its node. The command line of a daemon that is ended is
 * kept beside its pid file, so that it can be started again as it was.
 */
const daemonProgram = `
verb=$1 name=$2 pid_file=/run/frr/$2.pid kept=/run/frr/$2.cmdline
# A zombie has a pid, but no command line.
lives() { pid=$(cat "$pid_file" 2>/dev/null) && [ -n "$(tr -d '\\0' < "/proc/$pid/cmdline" 2>/dev/null)" ]; }
end() {
  lives || { [ "$verb" = restart ] && return 0; echo "$name does not run" >&2; exit 1; }
  cp "/proc/$pid/cmdline" "$kept" && kill "-$1" "$pid" || exit 1
  while lives; do sleep 0.01; done
}
begin() {
  if lives; then echo "$name runs already" >&2; exit 1; fi
  [ -s "$kept" ] || { echo "it is not known how $name was started: only what was stopped before can be started" >&2; exit 1; }
  xargs -0 -a "$kept" env --
}
case $verb in stop) end TERM ;; kill) end KILL ;; start) begin ;; restart) end TERM; begin ;; esac
`;

async function controlDaemon(
  verb: Verb,
  { node, process = "" }: ControlTarget,
  { runtime, timeoutMs, signal }: PerformContext,
): Promise<ActionOutcome> {
  const result = await runtime.exec(node, ["sh", "-c", daemonProgram, "control", verb, process], { timeoutMs, signal });
  if (result.code === 0) return { outcome: "pass", saw: doneWords[verb] };
  const output = `${result.stdout}${result.stderr}`.trim();
  return { outcome: "fail", saw: result.timedOut ? `${process} does not end` : (output.split("\n")[0] ?? ""), output };
}

function typedControl(verb: Verb, { node, process }: ControlTarget): string {
  if (process !== undefined && (verb === "stop" || verb === "kill"))
    return typedExec(node, ["pkill", verb === "kill" ? "-KILL" : "-TERM", "-x", process]);
  return `# there is no command for it: an action "${verb}: ${process === undefined ? node : `${node}/${process}`}" does it`;
}
