// Knows: the words of `labctl inspect`.
// Refuses to know: how the answer is found (app/) and laid out (term/).

import { ExitCode } from "../../base/errors.ts";
import { jsonOption, type CommandSpec } from "../command.ts";

export const inspect: CommandSpec = {
  name: "inspect",
  group: "look",
  summary: "Show labs, nodes, processes, interfaces, addresses and peers",
  about: `What is there now, asked of the kernel: not what the lab file says. Without a lab: all of them.
--json prints a list with one entry per lab.`,
  arguments: [{ name: "lab", summary: "a lab, or its file", optional: true, completes: "lab" }],
  options: [jsonOption],
  examples: [
    ["labctl inspect", "all labs"],
    ["labctl inspect bgp-unnumbered --json", "one lab, for a program"],
  ],
  run: async ({ arguments: [word], options }, context) => {
    const [{ inspectLab, listLabs }, { labOf }, { withApp }, { renderJson }, { renderLabs }] = await Promise.all([
      import("../../app/inspect.ts"),
      import("../lab-argument.ts"),
      import("../with-app.ts"),
      import("../../term/output.ts"),
      import("../../term/lab-view.ts"),
    ]);
    const labs = await withApp(context, async (app) => {
      const known = listLabs(app);
      if (word !== undefined) return [await inspectLab(app, labOf(word, known))];
      return Promise.all(
        known.map((lab) =>
          lab.status === "running" ? inspectLab(app, lab.lab) : Promise.resolve({ ...lab, view: [] }),
        ),
      );
    });
    const { out } = context.output;
    out.write(options["json"] === true ? renderJson(labs) : renderLabs(labs, out.style));
    return ExitCode.ok;
  },
};
