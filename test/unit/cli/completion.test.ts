import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { bashScript } from "../../../src/cli/completion/bash.ts";
import { fishScript } from "../../../src/cli/completion/fish.ts";
import { zshScript } from "../../../src/cli/completion/zsh.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "labctl-completion-"));
  for (const name of ["a.yml", "b.yaml", "notes.txt"]) writeFileSync(join(dir, name), "");
  writeFileSync(join(dir, "completion.bash"), bashScript(commands));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What bash offers for the last of the words; `labctl complete` answers as if two labs with three nodes ran. */
function bashOffers(...words: string[]): readonly string[] {
  const program = `
    set -eu
    labctl() { case "$*" in 'complete lab') echo one; echo two;; 'complete node') printf '%s\\n' r1 r2 tor;; 'complete node --lab one') echo r1;;
      'complete end') printf '%s\\n' r1:eth1 r1:eth2 tor:swp1;; esac; }
    compopt() { :; }
    source ./completion.bash
    COMP_LINE=$1 COMP_POINT=\${#1}; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _labctl
    printf '%s\\n' "\${COMPREPLY[@]+"\${COMPREPLY[@]}"}"`;
  const line = words.join(" ").replace(/ : ?/g, ":"); // bash has three words there
  const { stdout, stderr } = spawnSync("bash", ["-c", program, "bash", line, ...words], { cwd: dir, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

/** As bash shows them: sorted. */
function sorted(words: readonly string[]): readonly string[] {
  return words.toSorted();
}

describe("bash", () => {
  it.each([
    [
      ["labctl", "de"],
      ["deploy", "destroy"],
    ],
    [
      ["labctl", "deploy", ""],
      ["a.yml", "b.yaml"],
    ],
    [["labctl", "deploy", "--re"], ["--reconfigure"]],
    [["labctl", "deploy", "--name", "x", "a"], ["a.yml"]],
    [["labctl", "destroy", "one", "t"], ["two"]],
    [
      ["labctl", "shell", "r"],
      ["r1", "r2"],
    ],
    [
      ["labctl", "shell", "--lab", ""],
      ["one", "two"],
    ],
    [["labctl", "shell", "-l", "one", ""], ["r1"]],
    [["labctl", "shell", "tor", ""], []],
    [
      ["labctl", "test", ""],
      ["a.yml", "b.yaml", "one", "two"],
    ],
    [
      ["labctl", "completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [["labctl", "graph", "--html", "no"], ["notes.txt"]],
    [
      ["labctl", "capture", "r"],
      ["r1:eth1", "r1:eth2"],
    ],
    [
      ["labctl", "capture", "r1", ":"],
      ["eth1", "eth2"],
    ],
    [["labctl", "capture", "r1", ":", "eth2"], ["eth2"]],
    [["labctl", "capture", "r1", ":", "eth2", ""], []],
    [["labctl", "link", "down", "r1", ":", "eth1", "to"], ["tor:swp1"]],
    [
      ["labctl", "help", "de"],
      ["deploy", "destroy"],
    ],
  ])("%j offers %j", (words, offered) => {
    expect(sorted(bashOffers(...words))).toEqual(sorted(offered));
  });

  it("offers every command that is not hidden", () => {
    const visible = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
    expect(bashOffers("labctl", "")).toEqual([...visible, "help", "--help", "--version"]);
  });
});

/** The shell's own parser over the script; undefined when that shell is not installed. */
function syntaxError(shell: string, script: string): string | undefined {
  const file = join(dir, `completion.${shell}`);
  writeFileSync(file, script);
  const ran = spawnSync(shell, ["-n", file], { encoding: "utf8" });
  return ran.error ? undefined : ran.stderr;
}

describe.each([
  ["zsh", zshScript(commands)],
  ["fish", fishScript(commands)],
])("%s", (shell, script) => {
  it("names every command, option and choice", () => {
    for (const { name, hidden, options = [] } of commands) {
      if (hidden === true) continue;
      expect(script).toContain(name);
      for (const { flags } of options) {
        const long = /--([\w-]+)/.exec(flags)?.[1] ?? "";
        expect(script, flags).toMatch(
          shell === "zsh" ? new RegExp(`'--${long}\\[`) : new RegExp(`-l ${long}( |$)`, "m"),
        );
      }
    }
    expect(script).toContain("bash zsh fish");
    expect(script).toContain("labctl complete node");
  });

  it("is a script that shell can read", ({ skip }) => {
    const error = syntaxError(shell, script);
    if (error === undefined) skip(`${shell} is not installed`);
    expect(error).toBe("");
  });
});
