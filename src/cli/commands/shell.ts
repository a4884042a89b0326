// Knows: the words of `labctl shell`.
// Refuses to know: how one gets into a node.

import { labOption, textOption, type CommandSpec } from "../command.ts";

export const shell: CommandSpec = {
  name: "shell",
  group: "look",
  summary: "Open a shell in a node, or in the lab's sandbox",
  about: `Without a node the shell is in the sandbox that holds the lab: there \`ip netns\` lists the nodes.`,
  arguments: [{ name: "node", summary: "a node of the lab", optional: true, completes: "node" }],
  options: [labOption],
  examples: [
    ["labctl shell tor", "on the switch; `net show bgp`, `vtysh`, `ip route` work there"],
    ["labctl shell", "in the sandbox: ip -n tor route"],
  ],
  run: async ({ arguments: [node], options }, context) => {
    const [{ shellIn }, { withLab }] = await Promise.all([import("../../app/exec.ts"), import("../lab-argument.ts")]);
    return withLab(context, textOption(options, "lab"), (app, lab) => shellIn(app, { lab, node }));
  },
};
