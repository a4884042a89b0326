// Knows: the words of `labctl deploy` and what it prints.
// Refuses to know: how a lab is built.

import { ExitCode } from "../../base/errors.ts";
import { count, seconds } from "../../term/words.ts";
import { jsonOption, kernelOption, kernelOf, textOption, variantOption, type CommandSpec } from "../command.ts";

export const deploy: CommandSpec = {
  name: "deploy",
  group: "run",
  summary: "Build the lab of a file and leave it running",
  about: `Builds everything in a sandbox of its own; nothing of the host changes. When a step fails, or on Ctrl-C,
all that was done is undone.`,
  arguments: [{ name: "file", summary: "the lab file", completes: "lab-file" }],
  options: [
    { flags: "--reconfigure", summary: "if the lab is running already, destroy it first" },
    { flags: "--name <name>", summary: "run it under another name: a second copy of the same lab" },
    variantOption,
    kernelOption,
    { flags: "--keep-on-error", summary: "leave a lab that failed as it is, to look into" },
    jsonOption,
  ],
  examples: [
    ["labctl deploy labs/bgp-unnumbered.yml", "then: labctl test, labctl shell tor, labctl destroy"],
    ["labctl deploy labs/bgp-unnumbered.yml --name second", "beside the first, under another name"],
  ],
  run: async ({ arguments: [file = ""], options }, context) => {
    const [{ deployLab }, { validateLab }, { withApp, showWarnings, tellVariant }, { renderJson }] = await Promise.all([
      import("../../app/deploy.ts"),
      import("../../app/validate.ts"),
      import("../with-app.ts"),
      import("../../term/output.ts"),
    ]);
    const { out, err } = context.output;
    const { lab, warnings } = await validateLab(file, {
      env: context.env,
      name: textOption(options, "name"),
      variant: textOption(options, "variant"),
    });
    // What a switch only stores is no news at every deploy: `labctl validate` says it.
    showWarnings(
      warnings.filter(({ code }) => code !== "nclu/note"),
      err,
    );
    tellVariant(lab, options, err);
    const deployed = await withApp(context, (app) =>
      deployLab(lab, app, {
        reconfigure: options["reconfigure"] === true,
        keepOnError: options["keepOnError"] === true,
        ...kernelOf(options),
      }),
    );
    if (options["json"] === true) out.write(renderJson(deployed));
    else {
      const size = `${count(deployed.nodes, "node")}, ${count(deployed.links, "link")}`;
      out.write(`${out.style("name", deployed.lab)} is running: ${size}, up in ${seconds(deployed.tookMs)}\n`);
    }
    return ExitCode.ok;
  },
};
