// Knows: the words of the hidden `labctl complete`, which the shells' completion calls for names.
// Refuses to know: the shells (cli/completion/).

import { ExitCode } from "../../base/errors.ts";
import { textOption, type CommandSpec } from "../command.ts";

export const complete: CommandSpec = {
  name: "complete",
  group: "machine",
  summary: "Print the names a shell may offer, one a line",
  arguments: [{ name: "what", summary: "what kind of name", completes: "none", choices: ["lab", "node", "end"] }],
  options: [{ flags: "-l, --lab <lab>", summary: "nodes or ends of links of this lab" }],
  examples: [["labctl complete node", "the nodes of the labs that run"]],
  hidden: true,
  run: async ({ arguments: [what], options }, context) => {
    const [{ endNames, labNames, nodeNames }, { openContext }] = await Promise.all([
      import("../../app/completion.ts"),
      import("../../app/open-context.ts"),
    ]);
    const { env, signal, agentFile, output } = context;
    const app = openContext({ env, signal, agentFile, emit: () => undefined });
    const lab = textOption(options, "lab");
    const names = what === "lab" ? labNames(app) : what === "end" ? endNames(app, lab) : nodeNames(app, lab);
    output.out.write(names.map((name) => `${name}\n`).join(""));
    return ExitCode.ok;
  },
};
