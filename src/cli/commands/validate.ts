// Knows: the words of `labctl validate` and what it prints.
// Refuses to know: what makes a lab file right.

import type { Diagnostic } from "../../base/diagnostics.ts";
import { ExitCode, LabFileError } from "../../base/errors.ts";
import { count } from "../../term/words.ts";
import { jsonOption, type CommandSpec } from "../command.ts";

export const validate: CommandSpec = {
  name: "validate",
  group: "prepare",
  summary: "Check lab files: every mistake with its line",
  about: `Nothing is started and nothing changes. The exit code is 2 when a file has a mistake. A program that the lab requires
and that this machine has not is worth a warning, no more.`,
  arguments: [{ name: "file", summary: "lab files", variadic: true, completes: "lab-file" }],
  options: [jsonOption],
  examples: [
    ["labctl validate labs/*.yml", "all of them"],
    ["labctl validate labs/bgp-unnumbered.yml --json", "for an editor"],
  ],
  run: async ({ arguments: files, options }, context) => {
    const [{ validateLab, warnMissing }, { renderDiagnostic }, { renderJson }, { readTextIfThere }] = await Promise.all(
      [
        import("../../app/validate.ts"),
        import("../../term/frame.ts"),
        import("../../term/output.ts"),
        import("../read-text.ts"),
      ],
    );
    const results = await Promise.all(
      files.map(async (file) => {
        try {
          const { lab, warnings } = await validateLab(file, { env: context.env });
          const size = { nodes: lab.graph.order, links: lab.graph.size, tests: lab.tests.length };
          return {
            file,
            valid: true,
            lab: lab.name as string,
            ...size,
            diagnostics: [...warnings, ...warnMissing(lab)],
          };
        } catch (error) {
          if (!(error instanceof LabFileError)) throw error;
          return { file, valid: false, diagnostics: error.diagnostics };
        }
      }),
    );
    const { out, err } = context.output;
    if (options["json"] === true) out.write(renderJson(results));
    else {
      const show = (diagnostic: Diagnostic): string =>
        renderDiagnostic(diagnostic, { style: err.style, readText: readTextIfThere });
      for (const result of results) {
        err.write(result.diagnostics.map(show).join("\n"));
        const mistakes = result.diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
        const size =
          "lab" in result
            ? [count(result.nodes, "node"), count(result.links, "link"), count(result.tests, "test")]
            : [];
        out.write(
          result.valid
            ? `${result.file}: ${out.style("good", "valid")}: ${size.join(", ")}\n`
            : `${result.file}: ${out.style("bad", "not valid")}: ${count(mistakes, "mistake")}\n`,
        );
      }
    }
    return results.every((result) => result.valid) ? ExitCode.ok : ExitCode.badInput;
  },
};
