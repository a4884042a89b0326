// Knows: a file of a node: there or not, and what it holds.
// Refuses to know: what it is for.

import { z } from "zod";
import { CouldNotAsk } from "../../observe/facts.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { trimAnswer } from "../excerpt.ts";
import { onKey, patternKey, wantedGot } from "../keys.ts";
import { readNode } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  path: z.string().startsWith("/", { error: "an absolute path" }).describe("The file, an absolute path in the node"),
  exists: z.boolean().optional().describe("false: there must be none"),
  contains: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe("A text in it, or several, each of them"),
  matches: patternKey.optional().describe("A regular expression that it must match (^ and $ at line ends)"),
  equals: z.string().optional().describe("The whole of it; white space at the end does not count"),
});

type Spec = z.infer<typeof schema>;

/** The kind of thing on the first line, then the text if it is a file. -L of test: a link to nothing is there, too. */
const readProgram =
  'if [ -e "$1" ] || [ -L "$1" ]; then stat -c %F -- "$1" && if [ -f "$1" ]; then cat -- "$1"; fi; else echo none; fi';

export default defineCheck({
  name: "file",
  summary: "A file is there, and holds this",
  schema,
  read: (written, context): Spec | undefined => readNode(written.on, ["on"], context) && written,
  label: (spec) => {
    if (spec.exists === false) return `${spec.on} has no ${spec.path}`;
    const text = spec.equals === undefined ? [spec.contains ?? []].flat().join('", "') : "";
    const holds =
      spec.matches === undefined ? (text === "" ? "" : ` with "${text}"`) : ` that matches /${spec.matches}/`;
    return `${spec.on} has ${spec.path}${spec.equals === undefined ? holds : " with the given text"}`;
  },
  question: (spec) => typedExec(spec.on, ["cat", spec.path]),
  async ask(spec, { facts }): Promise<Finding> {
    const result = await facts.exec(spec.on, ["sh", "-c", readProgram, "read", spec.path]);
    if (result.code !== 0)
      throw new CouldNotAsk(typedExec(spec.on, ["cat", spec.path]), result.stderr.trim() || "it cannot be read");
    const end = result.stdout.indexOf("\n");
    const kind = result.stdout.slice(0, end);
    const text = result.stdout.slice(end + 1);
    if (kind === "none") {
      const differs = spec.exists === false ? [] : [wantedGot("file", "there", "no such file")];
      return { outcome: differs.length === 0 ? "pass" : "fail", saw: "no such file", differs };
    }
    const parts =
      spec.contains === undefined ? [] : typeof spec.contains === "string" ? [spec.contains] : spec.contains;
    const differs = [
      ...(spec.exists === false ? [wantedGot("file", "none", kind)] : []),
      ...parts.filter((part) => !text.includes(part)).map((part) => `wanted it to contain "${part}"`),
      ...(spec.matches === undefined || new RegExp(spec.matches, "m").test(text)
        ? []
        : [`wanted a match for /${spec.matches}/`]),
      ...(spec.equals === undefined || spec.equals.trimEnd() === text.trimEnd() ? [] : ["wanted another text"]),
    ];
    const saw = kind.startsWith("regular") ? `${text.length} characters` : kind;
    return { outcome: differs.length === 0 ? "pass" : "fail", saw, differs, answer: trimAnswer(text) };
  },
});
