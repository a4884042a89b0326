// Knows: the words of `labctl exec`.
// Refuses to know: how one gets into a node.

import { labOption, textOption, type CommandSpec } from "../command.ts";

export const exec: CommandSpec = {
  name: "exec",
  group: "look",
  summary: "Run a command in a node",
  about: `The terminal, standard input and the exit code are passed through. Options after NODE belong to the command.`,
  arguments: [
    { name: "node", summary: "a node of the lab", completes: "node" },
    {
      name: "command",
      summary: "the command and its arguments; no shell reads them",
      variadic: true,
      completes: "command",
    },
  ],
  options: [labOption],
  passThrough: true,
  examples: [
    ["labctl exec tor ip route", "the routes of a node"],
    ["labctl exec coreos ping -c 3 1.1.1.1", "its exit code is labctl's"],
    ["labctl exec tor sh -c 'ip neigh | wc -l'", "with a shell where one is wanted"],
  ],
  run: async ({ arguments: [node = "", ...argv], options }, context) => {
    const [{ execIn }, { withLab }] = await Promise.all([import("../../app/exec.ts"), import("../lab-argument.ts")]);
    return withLab(context, textOption(options, "lab"), (app, lab) =>
      // `--` ends the options for us, as it does for docker and kubectl; it is no part of the command.
      execIn(app, { lab, node }, argv[0] === "--" ? argv.slice(1) : argv),
    );
  },
};
