// Knows: pulling a cable for good: both of its ends are gone.
// Refuses to know: a link that only goes down (link).

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import { defineAction } from "../action.ts";
import { askEngine } from "../engine-action.ts";
import { readEnds, type End } from "../endpoints.ts";

export default defineAction({
  name: "unplug",
  summary: "Removes a link: both interfaces go away",
  schema: z.string().min(1).describe("One end (node:interface) or the link (node--node)"),
  read: (written, context): End | undefined => readEnds(written, [], context)?.[0],
  label: ({ node, ifname }) => `unplug ${node}:${ifname}`,
  command: ({ node, ifname }) => typedExec(node, ["ip", "link", "del", "dev", ifname]),
  async perform({ node, ifname }, { runtime, timeoutMs, signal }) {
    // What runs in a container may not be allowed to; its engine is.
    if (node.includes("/")) {
      return askEngine(runtime, async (engine) => {
        await engine("unplug", { end: { place: node, ifname } });
        return { outcome: "pass", saw: `${node}:${ifname} and its other end are gone` };
      });
    }
    const result = await runtime.exec(node, ["ip", "link", "del", "dev", ifname], { timeoutMs, signal });
    if (result.code === 0) return { outcome: "pass", saw: `${node}:${ifname} and its other end are gone` };
    return { outcome: "fail", saw: result.stderr.trim().split("\n")[0] ?? "", output: result.stderr };
  },
});
