// Knows: the words of `labctl plan` and what it prints.
// Refuses to know: how a lab is planned.

import { ExitCode } from "../../base/errors.ts";
import { jsonOption, textOption, variantOption, type CommandSpec } from "../command.ts";

export const plan: CommandSpec = {
  name: "plan",
  group: "prepare",
  summary: "Show what deploy would do, as a shell script that runs when pasted",
  about: "The same file gives the same plan, MAC addresses included. --json prints the steps as data.",
  arguments: [{ name: "file", summary: "the lab file", completes: "lab-file" }],
  options: [{ flags: "--name <name>", summary: "as if the lab had this name" }, variantOption, jsonOption],
  examples: [
    ["labctl plan labs/bgp-unnumbered.yml", "every command, with the line of the lab file it comes from"],
    ["labctl plan labs/bgp-unnumbered.yml > lab.sh", "a file to read, change and run as root"],
  ],
  run: async ({ arguments: [file = ""], options }, context) => {
    const [{ planOf }, { validateLab }, { showWarnings, tellVariant }, { renderJson }] = await Promise.all([
      import("../../app/plan.ts"),
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
    showWarnings(warnings, err);
    tellVariant(lab, options, err);
    const planned = planOf(lab);
    out.write(options["json"] === true ? renderJson(planned.plan) : planned.script);
    return ExitCode.ok;
  },
};
