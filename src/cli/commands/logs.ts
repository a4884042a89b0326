// Knows: the words of `labctl logs` and what it prints.
// Refuses to know: where logs are kept.

import { ExitCode } from "../../base/errors.ts";
import { jsonOption, labOption, textOption, type CommandSpec } from "../command.ts";

export const logs: CommandSpec = {
  name: "logs",
  group: "look",
  summary: "Show what FRR, services and the nodes themselves have logged",
  arguments: [
    { name: "node", summary: "a node of the lab; all of them when left out", optional: true, completes: "node" },
  ],
  options: [labOption, jsonOption],
  examples: [
    ["labctl logs tor", "one node"],
    ["labctl logs --json", "all of them, one object a line of the log"],
  ],
  run: async ({ arguments: [node], options }, context) => {
    const [{ readLogs }, { withLab }, { renderJson }, { padEnd }] = await Promise.all([
      import("../../app/logs.ts"),
      import("../lab-argument.ts"),
      import("../../term/output.ts"),
      import("../../term/width.ts"),
    ]);
    const lines = await withLab(context, textOption(options, "lab"), (app, lab) => readLogs(app, lab, node));
    const { out } = context.output;
    if (options["json"] === true) {
      out.write(renderJson(lines));
      return ExitCode.ok;
    }
    const width = Math.max(0, ...lines.map((line) => `${line.node} ${line.source}`.length));
    for (const { node: from, source, text } of lines) {
      out.write(`${out.style("dim", padEnd(`${from} ${source}`, width))}  ${text}\n`);
    }
    return ExitCode.ok;
  },
};
