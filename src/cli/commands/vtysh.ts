// Knows: the words of `labctl vtysh`.
// Refuses to know: how one gets into a node.

import { labOption, textOption, type CommandSpec } from "../command.ts";

export const vtysh: CommandSpec = {
  name: "vtysh",
  group: "look",
  summary: "Open FRR's command line on a node, or run one command of it",
  arguments: [
    { name: "node", summary: "a router of the lab", completes: "node" },
    {
      name: "words",
      summary: "a command for vtysh, or its options",
      optional: true,
      variadic: true,
      completes: "none",
    },
  ],
  options: [labOption],
  passThrough: true,
  examples: [
    ["labctl vtysh tor", "FRR's prompt; `write` saves in the node"],
    ["labctl vtysh tor show bgp summary", "one command"],
    ["labctl vtysh tor -c 'conf t' -c 'router bgp 65000' -c 'timers bgp 3 9'", "several"],
  ],
  run: async ({ arguments: [node = "", ...words], options }, context) => {
    const [{ vtyshIn }, { withLab }] = await Promise.all([import("../../app/exec.ts"), import("../lab-argument.ts")]);
    const args = words.length === 0 || words[0]?.startsWith("-") === true ? words : ["-c", words.join(" ")];
    return withLab(context, textOption(options, "lab"), (app, lab) => vtyshIn(app, { lab, node }, args));
  },
};
