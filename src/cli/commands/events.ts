// Knows: the words of `labctl events` and what it prints: one JSON object a line.
// Refuses to know: what happens in a lab.

import { ExitCode } from "../../base/errors.ts";
import { labOption, textOption, type CommandSpec } from "../command.ts";

export const events: CommandSpec = {
  name: "events",
  group: "look",
  summary: "Stream what happens in a running lab as JSON lines",
  about: `Networks and containers that come and go, engines that stop and start, links that go down. Ends with Ctrl-C.`,
  arguments: [{ name: "lab", summary: "a lab, or its file", optional: true, completes: "lab" }],
  options: [
    labOption,
    { flags: "-a, --all", summary: "first what has happened so far" },
    { flags: "--no-follow", summary: "with --all: end after that" },
  ],
  examples: [
    ["labctl events", "from now on"],
    ["labctl events --all --no-follow", "what has happened so far"],
  ],
  run: async ({ arguments: [word], options }, context) => {
    const [{ followEvents }, { withLab }] = await Promise.all([
      import("../../app/events.ts"),
      import("../lab-argument.ts"),
    ]);
    const { out } = context.output;
    await withLab(context, word ?? textOption(options, "lab"), (app, lab) =>
      followEvents(app, lab, { past: options["all"] === true, follow: options["follow"] !== false }, (event) =>
        out.write(`${JSON.stringify(event)}\n`),
      ),
    );
    return ExitCode.ok;
  },
};
