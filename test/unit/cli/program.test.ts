import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/base/errors.ts";
import type { CommandContext } from "../../../src/cli/command.ts";
import { commands } from "../../../src/cli/commands.ts";
import { runProgram } from "../../../src/cli/program.ts";
import type { Channel } from "../../../src/term/output.ts";
import { plainStyle } from "../../../src/term/style.ts";

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const channel = (write: (text: string) => void): Channel => ({
    write: (text) => write(String(text)),
    style: plainStyle,
    isTty: false,
    columns: 120,
  });
  const context: CommandContext = {
    output: {
      out: channel((text) => (out += text)),
      err: channel((text) => (err += text)),
      drained: () => Promise.resolve(),
    },
    signal: new AbortController().signal,
    env: {},
    version: "0.0.0",
    agentFile: "/nowhere/agent.js",
  };
  const code = await runProgram(argv, context);
  return { code, out, err };
}

describe("the help", () => {
  it("lists every command under its group, in at most 120 columns", async () => {
    const { code, out, err } = await run("--help");
    expect([code, err]).toEqual([0, ""]);
    for (const { name, hidden, summary } of commands) {
      expect(out.includes(`\n  ${name} `), name).toBe(hidden !== true);
      expect(out.includes(summary), name).toBe(hidden !== true);
    }
    expect(out.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  it("is the same without words, and with `help`", async () => {
    const { out } = await run("--help");
    expect((await run()).out).toBe(out);
    expect((await run("help")).out).toBe(out);
  });

  it.each(commands.map(({ name }) => name))("of %s names its arguments, options and examples", async (name) => {
    const { code, out } = await run(name, "--help");
    const spec = commands.find((command) => command.name === name);
    expect(code).toBe(0);
    for (const { name: argument } of spec?.arguments ?? []) expect(out).toContain(argument.toUpperCase());
    for (const { flags } of spec?.options ?? []) expect(out).toContain(flags);
    for (const [example] of spec?.examples ?? []) expect(out).toContain(example);
    expect(out.split("\n").filter((line) => line.length > 130)).toEqual([]);
    expect((await run("help", name)).out).toBe(out);
  });

  it("says only of commands that exist that they exist", () => {
    const named = commands.flatMap(({ examples }) => examples.map(([line]) => /^labctl (\w+)/.exec(line)?.[1]));
    const names = new Set(commands.map(({ name }) => name));
    expect(named.filter((name) => name !== undefined && !names.has(name))).toEqual([]);
  });
});

describe("words that make no sense", () => {
  it.each([
    [["deplyo"], "unknown command 'deplyo' (Did you mean deploy?)", "see `labctl --help`"],
    [["plan"], "missing required argument 'file'", "see `labctl plan --help`"],
    [["plan", "--jsn", "x.yml"], "unknown option '--jsn' (Did you mean --json?)", "see `labctl plan --help`"],
    [
      ["plan", "a.yml", "b.yml"],
      "too many arguments for 'plan'. Expected 1 argument but got 2.",
      "see `labctl plan --help`",
    ],
    [
      ["completion", "tcsh"],
      "value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
      "see `labctl completion --help`",
    ],
    [["test", "--jobs", "none"], '--jobs takes a number of at least 1, not "none"', undefined],
    [["graph", "x.yml", "--dot", "--mermaid"], "one drawing at a time: --mermaid, --dot, --html or --json", undefined],
  ])("%j", async (argv, message, hint) => {
    const error = await run(...argv).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
    expect((error as UsageError).hint).toBe(hint);
  });
});

it("the list of a lab's steps says as JSON what each would ask, and which claims it proves", async () => {
  const { code, out } = await run("test", "--list", "--json", "labs/bgp-unnumbered.yml");
  expect(code).toBe(0);
  const [{ steps }] = (JSON.parse(out) as { labs: [{ steps: unknown[] }] }).labs;
  expect(steps[1]).toMatchObject({ number: 2, what: "bgp", claims: ["S001-02"], expect: "pass" });
  expect(steps[1]).toHaveProperty("question", "labctl vtysh tor -c 'show bgp summary'");
});

it("a container is stopped and started by the command for containers", async () => {
  const { out } = await run("test", "--list", "--json", "labs/docker-host.yml");
  const [{ steps }] = (JSON.parse(out) as { labs: [{ steps: { what: string; question: string }[] }] }).labs;
  const typed = steps.filter(({ what }) => what === "stop" || what === "start").map(({ question }) => question);
  expect(typed).toContain("labctl container stop dk/frr01");
  expect(typed).toContain("labctl container start dk/docker");
});
