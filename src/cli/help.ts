// Knows: what `labctl --help` and `labctl COMMAND --help` look like.
// Refuses to know: which commands there are (it is given them).

import type { Style } from "../term/style.ts";
import { renderTable } from "../term/table.ts";
import type { ArgumentSpec, CommandGroup, CommandSpec, OptionSpec } from "./command.ts";

const groupTitles: Readonly<Record<CommandGroup, string>> = {
  run: "Run a lab",
  look: "Look into a running lab",
  prepare: "Before anything runs",
  machine: "This machine",
};

const tour: readonly (readonly [string, string])[] = [
  ["labctl deploy labs/bgp-unnumbered.yml", "a lab in about a second"],
  ["labctl test", "every claim of the lab, checked"],
  ["labctl shell tor", "and a place to try things"],
];

export function programHelp(commands: readonly CommandSpec[], style: Style): string {
  const groups = (Object.keys(groupTitles) as CommandGroup[]).map((group) => {
    const members = commands.filter((command) => command.group === group && command.hidden !== true);
    const rows = members.map((command) => [style("name", synopsis(command)), command.summary]);
    return { title: groupTitles[group], rows };
  });
  // One width for all groups: the summaries stand in one column down the page.
  const width = Math.max(...commands.filter((c) => c.hidden !== true).map((command) => synopsis(command).length));
  const sections = groups
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => `${style("strong", title)}\n${aligned(rows, width, style)}`);
  return [
    `${style("strong", "labctl")}: network labs from one YAML file. Real FRR, real kernel, no Docker, no root, no VM.\n`,
    `${style("strong", "Usage")}  labctl COMMAND [ARGUMENTS] [OPTIONS]\n`,
    renderTable(
      tour.map(([command, what]) => [command, style("dim", what)]),
      { style, indent: 2 },
    ),
    ...sections,
    `${style("strong", "Options")}\n${aligned(
      [
        [style("name", "-h, --help"), "this page; `labctl COMMAND --help` for one command"],
        [style("name", "-V, --version"), "print the version"],
      ],
      width,
      style,
    )}`,
  ].join("\n");
}

export function commandHelp(command: CommandSpec, style: Style): string {
  const args = command.arguments ?? [];
  const options: readonly OptionSpec[] = [...(command.options ?? []), { flags: "-h, --help", summary: "this page" }];
  const rows = (pairs: readonly (readonly [string, string])[]): string =>
    renderTable(
      pairs.map(([left, right]) => [style("name", left), right]),
      { style, indent: 2 },
    );
  const parts = [
    `${style("strong", `labctl ${command.name}`)}: ${command.summary}\n`,
    `${style("strong", "Usage")}  labctl ${synopsis(command)} [OPTIONS]\n`,
  ];
  if (command.about !== undefined) parts.push(`${command.about.trim()}\n`);
  if (args.length > 0) {
    parts.push(`${style("strong", "Arguments")}\n${rows(args.map((arg) => [arg.name.toUpperCase(), arg.summary]))}`);
  }
  parts.push(`${style("strong", "Options")}\n${rows(options.map((option) => [option.flags, option.summary]))}`);
  parts.push(
    `${style("strong", "Examples")}\n${renderTable(
      command.examples.map(([line, what]) => [line, style("dim", what)]),
      { style, indent: 2 },
    )}`,
  );
  return parts.join("\n");
}

/** `exec NODE COMMAND…`, `inspect [LAB]`. */
function synopsis(command: CommandSpec): string {
  return [command.name, ...(command.arguments ?? []).map(argumentWord)].join(" ");
}

function argumentWord({ name, optional, variadic }: ArgumentSpec): string {
  const word = `${name.toUpperCase()}${variadic === true ? "…" : ""}`;
  return optional === true ? `[${word}]` : word;
}

function aligned(rows: readonly (readonly [string, string] | string[])[], width: number, style: Style): string {
  const [first, ...rest] = rows.map(([left = "", right = ""]) => [left, right]);
  if (first === undefined) return "";
  // A row that is as wide as the widest of the page sets the column; it is dropped again below.
  const ruler = ["".padEnd(width, "x"), ""];
  return renderTable([ruler, first, ...rest], { style, indent: 2 })
    .split("\n")
    .slice(1)
    .join("\n");
}
