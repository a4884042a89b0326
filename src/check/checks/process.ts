// Knows: the processes of a node, those in its network namespace, and of a container, those in its pid namespace.
// Refuses to know: who started them (daemon knows what labctl watches over).

import { z } from "zod";
import { CouldNotAsk } from "../../observe/facts.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { count, differsNumber, numberKey, onKey, patternKey, wantedGot } from "../keys.ts";
import { splitPlace } from "../../model/places.ts";
import { readNode } from "../place.ts";

const schema = z
  .strictObject({
    on: onKey,
    name: z.string().optional().describe("The program's name"),
    matches: patternKey.optional().describe("A regular expression that its command line must match"),
    running: z.boolean().optional().describe("false: there must be none"),
    count: numberKey.optional().describe("How many there must be"),
  })
  .refine(({ name, matches }) => name !== undefined || matches !== undefined, { error: "give `name` or `matches`" });

type Spec = z.infer<typeof schema>;

/** Prints one line per process: name, tab, command line. A process that ends meanwhile is left out. */
const listProgram =
  'for pid in $1; do name=$(cat "/proc/$pid/comm" 2>/dev/null) || continue; ' +
  'printf "%s\\t%s\\n" "$name" "$(tr "\\0\\n" "  " < "/proc/$pid/cmdline" 2>/dev/null)"; done';

/** In the sandbox: a node without processes of its own has no list of its own. */
const ofNode = `set -- "$(ip netns pids "$1")"; ${listProgram}`;
/** A container has a list of its own, and perhaps the network of another. The asking shell is not one of its processes. */
const ofContainer = `set -- "$(cd /proc && ls -d [0-9]* | grep -vx $$)"; ${listProgram}`;

export default defineCheck({
  name: "process",
  summary: "A program runs on a node",
  schema,
  read: (written, context): Spec | undefined => readNode(written.on, ["on"], context) && written,
  label: (spec) => {
    const what = spec.name ?? `process matching "${spec.matches}"`;
    if (spec.running === false) return `${spec.on}: no ${what} runs`;
    return `${spec.on}: ${spec.count === undefined ? "" : `${spec.count} `}${what} runs`;
  },
  question: (spec) => typedExec(spec.on, ["ps", "-e", "-o", "pid,comm,args"]),
  async ask(spec, { runtime, timeoutMs, signal }): Promise<Finding> {
    const isContainer = splitPlace(spec.on) !== undefined;
    const argv = ["sh", "-c", isContainer ? ofContainer : ofNode, "list", spec.on];
    const result = await runtime.exec(isContainer ? spec.on : undefined, argv, { timeoutMs, signal });
    if (result.code !== 0) throw new CouldNotAsk(`the processes of ${spec.on}`, result.stderr.trim() || "no answer");
    const all = result.stdout.split("\n").flatMap((line) => {
      const [name, args = ""] = line.split("\t");
      return name === undefined || name === "" ? [] : [{ name, args: args.trim() }];
    });
    const found = all.filter(({ name, args }) => {
      const program = args.split(" ")[0]?.split("/").at(-1);
      const named = spec.name === undefined || spec.name === name || spec.name === program;
      return named && (spec.matches === undefined || new RegExp(spec.matches, "m").test(args));
    });
    return judge(
      spec,
      found,
      all.map(({ name }) => name),
    );
  },
});

function judge(
  spec: Spec,
  found: readonly { readonly args: string; readonly name: string }[],
  names: readonly string[],
): Finding {
  const what = spec.name ?? `process matching "${spec.matches}"`;
  const present = [...new Set(names)].toSorted().join(", ") || "none";
  const wanted = spec.running === false ? 0 : (spec.count ?? ">= 1");
  const differs = differsNumber("count", wanted, found.length);
  const saw =
    found.length === 0
      ? `no ${what}`
      : `${count(found.length, "process", "processes")}: ${found[0]?.args || found[0]?.name}`;
  return {
    outcome: differs.length === 0 ? "pass" : "fail",
    saw,
    differs:
      differs.length === 0
        ? []
        : spec.count === undefined
          ? [wantedGot(what, wanted === 0 ? "none" : "running", wanted === 0 ? "running" : "none")]
          : differs,
    answer: found.length === 0 ? `processes there: ${present}` : found.map(({ args, name }) => args || name).join("\n"),
  };
}
