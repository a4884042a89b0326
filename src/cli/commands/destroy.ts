// Knows: the words of `labctl destroy` and what it prints.
// Refuses to know: how a lab is ended.

import { ExitCode, StateError } from "../../base/errors.ts";
import { jsonOption, type CommandSpec } from "../command.ts";

export const destroy: CommandSpec = {
  name: "destroy",
  group: "run",
  summary: "End a lab and everything in it",
  about: `Works without the lab file, on a lab that is half built or whose processes were killed, and twice.`,
  arguments: [
    {
      name: "lab",
      summary: "names of labs, or their files; may be left out when there is only one",
      optional: true,
      variadic: true,
      completes: "lab",
    },
  ],
  options: [{ flags: "-a, --all", summary: "every lab of this user" }, jsonOption],
  examples: [
    ["labctl destroy", "the lab that is running"],
    ["labctl destroy bgp-unnumbered second", "these two"],
    ["labctl destroy --all", "every lab of this user"],
  ],
  run: async ({ arguments: words, options }, context) => {
    const [{ destroyAll, destroyLab }, { listLabs }, { labOf }, { withApp }, { renderJson }] = await Promise.all([
      import("../../app/destroy.ts"),
      import("../../app/inspect.ts"),
      import("../lab-argument.ts"),
      import("../with-app.ts"),
      import("../../term/output.ts"),
    ]);
    const destroyed = await withApp(context, async (app) => {
      if (options["all"] === true) return destroyAll(app.store);
      const known = listLabs(app);
      if (words.length > 0) {
        const names = [...new Set(words.map((word) => labOf(word, known)))];
        return Promise.all(names.map((name) => destroyLab(app.store, name)));
      }
      if (known.length > 1) {
        throw new StateError(
          `there are ${known.length} labs: ${known.map(({ lab }) => lab).join(", ")}`,
          "name those you mean, or: labctl destroy --all",
        );
      }
      return Promise.all(known.map(({ lab }) => destroyLab(app.store, lab)));
    });
    const { out } = context.output;
    if (options["json"] === true) out.write(renderJson(destroyed));
    else if (destroyed.length === 0) out.write("there is no lab\n");
    for (const { lab, was } of options["json"] === true ? [] : destroyed) {
      out.write(was === "absent" ? `there is no lab ${lab}\n` : `${out.style("name", lab)} is gone\n`);
    }
    return ExitCode.ok;
  },
};
