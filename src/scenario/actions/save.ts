// Knows: `write` on a router: what runs becomes what it starts with.
// Refuses to know: how it is done (save-config.ts).

import { z } from "zod";
import { readNode, requireDaemon } from "../../check/place.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineAction } from "../action.ts";
import { saveConfig } from "../save-config.ts";

export default defineAction({
  name: "save",
  summary: "Writes a router's running configuration to its own file",
  schema: z.string().min(1).describe("The router"),
  read(written, context): string | undefined {
    const node = readNode(written, [], context);
    return node && requireDaemon(node, "zebra", [], context) ? node.name : undefined;
  },
  label: (on) => `save the configuration of ${on}`,
  command: (on) => typedVtysh(on, "write"),
  async perform(on, { runtime, timeoutMs, signal }) {
    const { saved, output } = await saveConfig(on, runtime, { timeoutMs, signal });
    return {
      outcome: saved ? "pass" : "fail",
      saw: saved ? "saved" : (output.split("\n").at(-1) ?? "not saved"),
      output,
    };
  },
});
