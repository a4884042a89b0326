// Knows: the words of `labctl doctor`.
// Refuses to know: what is examined.

import { ExitCode } from "../../base/errors.ts";
import { jsonOption, type CommandSpec } from "../command.ts";

export const doctor: CommandSpec = {
  name: "doctor",
  group: "machine",
  summary: "Say what this machine can do, what is missing and how to mend it",
  about: `Kernel features are tried for real, in a sandbox that is thrown away. ✓ there, – missing but not needed by every
lab, ✗ missing and needed: then the exit code is 3.`,
  options: [jsonOption],
  examples: [
    ["labctl doctor", "the report, and the one command that mends what is missing"],
    ["labctl doctor --json", "for a program"],
  ],
  run: async ({ options }, context) => {
    const [{ examine }, { renderDoctor }, { renderJson }] = await Promise.all([
      import("../../app/doctor.ts"),
      import("../../term/doctor-view.ts"),
      import("../../term/output.ts"),
    ]);
    const report = await examine(context.signal);
    const { out } = context.output;
    out.write(options["json"] === true ? renderJson(report) : renderDoctor(report, out.style));
    return report.ok ? ExitCode.ok : ExitCode.cannotHere;
  },
};
