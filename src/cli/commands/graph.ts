// Knows: the words of `labctl graph` and where the drawing goes.
// Refuses to know: how a lab is drawn.

import type { Drawing } from "../../app/graph.ts";
import { ExitCode, UsageError } from "../../base/errors.ts";
import { jsonOption, textOption, variantOption, type CommandSpec } from "../command.ts";
import { openTextFile } from "../text-file.ts";

const forms = ["mermaid", "dot", "json"] as const satisfies readonly Drawing[];

export const graph: CommandSpec = {
  name: "graph",
  group: "prepare",
  summary: "Draw a lab: as text, Mermaid, Graphviz or a page for the browser",
  about: "A running lab is drawn from its lab file as it is now.",
  arguments: [
    { name: "lab", summary: "a lab file, or the name of a running lab", optional: true, completes: "lab-or-file" },
  ],
  options: [
    { flags: "--mermaid", summary: "Mermaid, for Markdown" },
    { flags: "--dot", summary: "Graphviz" },
    {
      flags: "--html <file>",
      summary: "write one self-contained page that works without a network",
      completes: "file",
    },
    variantOption,
    jsonOption,
  ],
  examples: [
    ["labctl graph labs/bgp-unnumbered.yml", "in the terminal"],
    ["labctl graph labs/bgp-unnumbered.yml --html lab.html", "a page to open in a browser"],
    ["labctl graph labs/bgp-unnumbered.yml --dot | dot -Tsvg > lab.svg", "through Graphviz"],
  ],
  run: async ({ arguments: [word], options }, context) => {
    const [{ draw, drawPage }, { validateLab }, { showWarnings }, { fileOfLab }] = await Promise.all([
      import("../../app/graph.ts"),
      import("../../app/validate.ts"),
      import("../with-app.ts"),
      import("../lab-argument.ts"),
    ]);
    const html = textOption(options, "html");
    const asked = forms.filter((form) => options[form] === true);
    if (asked.length + (html === undefined ? 0 : 1) > 1)
      throw new UsageError("one drawing at a time: --mermaid, --dot, --html or --json");
    const { out, err } = context.output;
    const { file, variant = textOption(options, "variant") } = await fileOfLab(context, word);
    const { lab, warnings } = await validateLab(file, { env: context.env, variant });
    showWarnings(warnings, err);
    if (html === undefined) out.write(draw(lab, asked[0] ?? "text"));
    else {
      openTextFile(html)(await drawPage(lab));
      err.write(`${html} is written: open it in a browser\n`);
    }
    return ExitCode.ok;
  },
};
