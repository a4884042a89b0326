// Knows: that the commands on a lab's page are ones labctl takes, that a shell reads them, and that their nodes are there.
// Refuses to know: what they print: the kernel tests run every lab, and with it the checks these commands stand for.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { splitWords } from "../../../src/base/shell-words.ts";
import type { CommandContext } from "../../../src/cli/command.ts";
import { commandsOf } from "../../../scripts/lab-pages/steps.ts";
import { followAlong } from "../../../scripts/lab-pages/lab-page.ts";
import { readFacts } from "../../../scripts/lab-pages/lab-facts.ts";

// The words are parsed as always; the commands themselves do nothing.
vi.mock(import("../../../src/cli/commands.ts"), async (original) => {
  const { commands } = await original();
  return { commands: commands.map((command) => ({ ...command, run: () => Promise.resolve(0) })) };
});
const { runCommand } = await import("../../../src/cli/command-tree.ts");

const files = readdirSync("labs").filter((name) => name.endsWith(".yml"));
const labs = await Promise.all(files.map((name) => readFacts(join("labs", name))));

/** `labctl` commands of a line, also those inside a loop of the shell. What is typed into a lab's shell is none. */
function labctlCommands(line: string): readonly string[] {
  return [...line.replaceAll(/^#.*$/gm, "").matchAll(/(?:^|; do )labctl ((?:[^;'"|\\]|\\[^]|'[^']*'|"[^"]*")*)/g)].map(
    ([, words = ""]) => words,
  );
}

describe.each(labs)("$name", ({ name, stages, nodes }) => {
  const { build, step: stepByStep, run } = followAlong(name);
  const steps = stages.flatMap((stage) => stage.steps.flatMap((step) => commandsOf(name, step)));
  const commands = [...build, ...stepByStep, ...run, ...steps];
  const asked = commands.flatMap(labctlCommands).map((words) => splitWords(words));

  test("its commands are labctl's", async () => {
    const context = { output: { out: { write: () => {} } } } as unknown as CommandContext;
    for (const split of asked) {
      const words = split.ok ? split.words : [split.why];
      await expect(runCommand(words, context), words.join(" ")).resolves.toBe(0);
    }
  });

  test("and name nodes of the lab", () => {
    const known = new Set(nodes.map((node) => node.name.split("/")[0]));
    const named = asked.flatMap((split) => {
      const [verb, node = ""] = split.ok ? split.words : [];
      return verb === "exec" || verb === "vtysh" ? [node.split("/")[0]] : [];
    });
    expect(named.filter((node) => !known.has(node))).toEqual([]);
  });

  test("and a shell can read them", () => {
    const { stderr } = spawnSync("bash", ["-n"], { input: commands.join("\n"), encoding: "utf8" });
    expect(stderr).toBe("");
  });
});
