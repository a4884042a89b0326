// Knows: the words of `labctl save` and what it prints.
// Refuses to know: how a router saves.

import { ExitCode } from "../../base/errors.ts";
import { jsonOption, labOption, textOption, type CommandSpec } from "../command.ts";

export const save: CommandSpec = {
  name: "save",
  group: "run",
  summary: "Let routers write their running configuration, so that it outlives their restart",
  about: `Each writes to its own /etc/frr, as with \`write\` at its prompt. That is a file of the node: it goes when the lab is
destroyed. To keep it, redirect what \`labctl exec NODE cat /etc/frr/frr.conf\` prints.`,
  arguments: [
    {
      name: "node",
      summary: "routers; all of the lab when left out",
      optional: true,
      variadic: true,
      completes: "node",
    },
  ],
  options: [labOption, jsonOption],
  examples: [
    ["labctl save", "all routers"],
    ["labctl save tor", "one"],
  ],
  run: async ({ arguments: names, options }, context) => {
    const [{ saveRouters }, { withLab }, { renderJson }] = await Promise.all([
      import("../../app/save.ts"),
      import("../lab-argument.ts"),
      import("../../term/output.ts"),
    ]);
    const saved = await withLab(context, textOption(options, "lab"), (app, lab) => saveRouters(app, lab, names));
    const { out } = context.output;
    if (options["json"] === true) out.write(renderJson(saved.map((node) => ({ node, saved: true }))));
    else for (const node of saved) out.write(`${out.style("name", node)} saved\n`);
    return ExitCode.ok;
  },
};
