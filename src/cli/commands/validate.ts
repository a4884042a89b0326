// Knows: the words of `labctl validate` and what it prints.
// Refuses to know: what makes a lab file right.

import type { Diagnostic } from "../../base/diagnostics.ts";
import { ExitCode, LabFileError } from "../../base/errors.ts";
import { count } from "../../term/words.ts";
import type { ValidLab } from "../../app/validate.ts";
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
    const [{ validateVariants, warnMissing }, { renderDiagnostic }, { renderJson }, { readTextIfThere }] =
      await Promise.all([
        import("../../app/validate.ts"),
        import("../../term/frame.ts"),
        import("../../term/output.ts"),
        import("../read-text.ts"),
      ]);
    const results = await Promise.all(
      files.map(async (file) => {
        try {
          const labs = await validateVariants(file, { env: context.env });
          const [{ lab }] = labs as [ValidLab, ...ValidLab[]];
          const variants = lab.variant === undefined ? {} : { variants: lab.variant.all };
          const size = { nodes: lab.graph.order, links: lab.graph.size, tests: testsOf(labs), ...variants };
          const name = lab.variant === undefined ? lab.name : lab.name.slice(0, -lab.variant.name.length - 1);
          return { file, valid: true, lab: name, ...size, diagnostics: warningsOf(labs, warnMissing) };
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
            ? [
                count(result.nodes, "node"),
                count(result.links, "link"),
                count(result.tests, "test"),
                ...(result.variants ? [count(result.variants.length, "variant")] : []),
              ]
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

/** Steps of the file that belong to one variant at least. */
function testsOf(labs: readonly ValidLab[]): number {
  return new Set(labs.flatMap(({ steps }) => steps.map(({ number }) => number))).size;
}

/** What two variants have in common is told once. */
function warningsOf(
  labs: readonly ValidLab[],
  warnMissing: (lab: ValidLab["lab"]) => readonly Diagnostic[],
): readonly Diagnostic[] {
  const all = labs.flatMap(({ lab, warnings }) => [...warnings, ...warnMissing(lab)]);
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}
