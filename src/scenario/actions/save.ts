// Knows: `write` on a router: what runs becomes what it starts with.
// Refuses to know: where the file is.

import { z } from "zod";
import { readNode, requireDaemon } from "../../check/place.ts";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineAction } from "../action.ts";

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
    const result = await runtime.exec(on, ["vtysh", "-c", "write"], { timeoutMs, signal });
    const output = `${result.stdout}${result.stderr}`.trim();
    const saved = result.code === 0 && output.includes("[OK]");
    return {
      outcome: saved ? "pass" : "fail",
      saw: saved ? "saved" : (output.split("\n").at(-1) ?? "not saved"),
      output,
    };
  },
});
