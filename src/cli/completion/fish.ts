// Knows: how fish completes labctl.
// Refuses to know: which commands there are.

import type { CommandSpec, Completes } from "../command.ts";
import { wordsOf, type CommandWords, type OptionWords } from "./words.ts";

export function fishScript(commands: readonly CommandSpec[]): string {
  const words = wordsOf(commands);
  const lines = [
    "# fish completion of labctl, written by `labctl completion fish`.",
    "complete -c labctl -f",
    ...words.map(({ name, summary }) => `complete -c labctl -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`),
    `complete -c labctl -n __fish_use_subcommand -a help -d ${quoted("show help for a command")}`,
    "complete -c labctl -n __fish_use_subcommand -l version -d 'print the version'",
    `complete -c labctl -n '__fish_seen_subcommand_from help' -a '${words.map(({ name }) => name).join(" ")}'`,
    ...words.flatMap(linesOf),
  ];
  return `${lines.join("\n")}\n`;
}

function linesOf(command: CommandWords): string[] {
  const seen = `complete -c labctl -n '__fish_seen_subcommand_from ${command.name}'`;
  // fish cannot tell the places apart without a helper: what may stand anywhere is offered everywhere.
  const offers = [...new Set(command.places.map(({ completes, choices }) => offer(completes, choices)))];
  return [
    ...command.options.map((option) => `${seen} ${optionWords(option)}`),
    ...offers.filter((text) => text !== "").map((text) => `${seen} ${text}`),
  ];
}

function optionWords({ long, short, summary, value }: OptionWords): string {
  const names = [`-l ${long.slice(2)}`, ...(short === undefined ? [] : [`-s ${short.slice(1)}`])].join(" ");
  const takes = value === undefined ? "" : ` -r ${offer(value, [])}`.trimEnd();
  return `${names}${takes} -d ${quoted(summary)}`;
}

const offers: Readonly<Record<Completes, string>> = {
  "lab-file": "-k -a '(__fish_complete_suffix .yml; __fish_complete_suffix .yaml)'",
  lab: "-a '(labctl complete lab 2>/dev/null)'",
  "lab-or-file": "-k -a '(__fish_complete_suffix .yml; labctl complete lab 2>/dev/null)'",
  node: "-a '(labctl complete node 2>/dev/null)'",
  end: "-a '(labctl complete end 2>/dev/null)'",
  command: "-a '(__fish_complete_command)'",
  file: "-F",
  shell: "",
  none: "",
};

function offer(completes: Completes, choices: readonly string[]): string {
  return choices.length > 0 ? `-a '${choices.join(" ")}'` : offers[completes];
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
