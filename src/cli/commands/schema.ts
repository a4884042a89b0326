// Knows: the words of `labctl schema`.
// Refuses to know: what the schema says.

import { ExitCode } from "../../base/errors.ts";
import type { CommandSpec } from "../command.ts";

export const schema: CommandSpec = {
  name: "schema",
  group: "machine",
  summary: "Print the JSON Schema of the lab file, for editors",
  about: `In an editor with a YAML language server, this first line of a lab file turns it on:
  # yaml-language-server: $schema=lab.schema.json`,
  examples: [["labctl schema > lab.schema.json", "then name it in the first line of the lab file"]],
  run: async (_invocation, context) => {
    const [{ fileSchema }, { renderJson }] = await Promise.all([
      import("../../app/schema.ts"),
      import("../../term/output.ts"),
    ]);
    context.output.out.write(renderJson(fileSchema()));
    return ExitCode.ok;
  },
};
