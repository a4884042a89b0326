// Knows: NVUE's command line (`nv set|unset|config …`) as another way to say NCLU's commands.
// Refuses to know: what the commands configure; the session is NCLU's.

import { commit, pending } from "./commit-command.ts";
import { configurationOf } from "./commands.ts";
import { factsOf } from "./facts.ts";
import { nvRows, type NvRow } from "./grammar/nvue-rows.ts";
import { formsOf, usageOf, type Form } from "./grammar/syntax.ts";
import { fails, says } from "./net-result.ts";
import { parseOther } from "./parse.ts";
import { runNet } from "./session.ts";
import type { NcluState, NetResult, World } from "./session-state.ts";
import { readSwitch } from "./switch-files.ts";
import { templateOf, type Values } from "./template.ts";
import { workingDraft } from "./working.ts";

let forms: readonly Form<NvRow>[] | undefined;

/** Runs one command line; `words` start with `nv`. */
export function runNv(state: NcluState, words: readonly string[], world: World): NetResult {
  const [, verb = "", ...rest] = words;
  if (verb === "set" || verb === "unset") return stage(state, verb, rest, world);
  if (verb !== "config") return fails(state, `Error: Invalid command: ${["nv", verb].join(" ").trimEnd()}\n`);
  // -y answers the question whether to go on; there is nobody to ask here.
  switch (rest.filter((word) => word !== "-y" && word !== "--assume-yes").join(" ")) {
    case "diff":
      return pending(state, false, world);
    case "apply": {
      const result = commit(state, { confirmSeconds: undefined, description: undefined }, world);
      if (result.exitCode !== 0) return result;
      const nothing = result.effects.length === 0 && state.pending.length === 0;
      return {
        ...result,
        stdout: nothing
          ? "Warning: current applied state is the same\n"
          : `applied [rev_id: ${result.state.commits.at(-1)?.id}]\n`,
      };
    }
    case "save":
      // The files are the switch's own: applied is saved.
      return says(state, "saved\n");
    case "show":
      return says(state, yamlText(shownRows(world)));
    case "show -o commands":
      return says(
        state,
        shownRows(world)
          .map(({ words: said }) => `nv set ${said.join(" ")}\n`)
          .join(""),
      );
    default:
      return fails(state, `Error: Invalid command: nv config ${rest.join(" ")}\n`);
  }
}

/** One `nv` command is one or more of NCLU's: all of them or none. */
function stage(state: NcluState, verb: "set" | "unset", words: readonly string[], world: World): NetResult {
  forms ??= nvRows.flatMap(formsOf);
  const parsed = parseOther(forms, words, factsOf(workingDraft(state, world), world.ports));
  if (!parsed.ok) {
    const usages =
      parsed.failure.at > 0
        ? parsed.failure.candidates.map((row) => `    ${usageOf(verb, row).replace(/^net/, "nv")}`)
        : [];
    const hint = usages.length > 0 ? `Did you mean one of the following?\n${usages.join("\n")}\n` : "";
    return fails(state, `Error: Invalid command: nv ${verb} ${words.join(" ")}\n${hint}`);
  }
  const match = parsed.command.matches[0]!;
  const row = nvRows.find((one) => one === match.row)!;
  const [netVerb, lines] = verb === "set" ? ["add", row.net] : ["del", row.unset ?? row.net];
  let next = state;
  for (const values of match.values) {
    for (const line of lines) {
      const said = templateOf(line).render(values) ?? "";
      const result = runNet(next, ["net", netVerb, ...said.split(" ")], world);
      if (result.exitCode !== 0) return fails(state, result.stdout.replace("\nERROR:", "Error:"));
      next = result.state;
    }
  }
  return says(next, "");
}

interface Shown {
  readonly words: readonly string[];
  readonly leaf: NvRow["leaf"];
}

/** What of the configuration NVUE's commands can say. */
function shownRows(world: World): readonly Shown[] {
  return configurationOf(readSwitch(world.files)).said.flatMap(({ verb, head, name, tail }): Shown[] => {
    if (verb === "del") return [];
    const line = [head, ...(name === undefined ? [] : [name]), tail].join(" ").trim();
    for (const row of nvRows) {
      const said = row.net.at(-1);
      const values = said === undefined ? undefined : templateOf(said).match(line);
      const words = values && wordsOf(row, values);
      if (words) return [{ words, leaf: row.leaf }];
    }
    return [];
  });
}

function wordsOf(row: NvRow, values: Values): readonly string[] | undefined {
  const elements = formsOf(row)[0]?.elements ?? [];
  const words = elements.map((element) => {
    if (element.kind === "word") return element.word;
    const text = values[element.name];
    const only = element.oneOf[0];
    if (text === undefined) return only?.kind === "word" ? only.word : undefined;
    return only?.kind === "type" && only.name === "VlanInterface" ? `vlan${text}` : text;
  });
  return words.every((word) => word !== undefined) ? words : undefined;
}

interface Tree {
  [key: string]: Tree | string;
}

/** `- set:` and a level for every word, as `nv config show` prints it. */
function yamlText(rows: readonly Shown[]): string {
  const root: Tree = {};
  for (const { words, leaf } of rows) {
    const path = leaf === "value" ? words.slice(0, -1) : words;
    let at = root;
    for (const [i, word] of path.entries()) {
      const last = i === path.length - 1;
      if (last && leaf === "value") at[word] = words.at(-1)!;
      else {
        const below = at[word];
        const next: Tree = typeof below === "object" ? below : {};
        at[word] = next;
        at = next;
      }
    }
  }
  const lines = (tree: Tree, indent: string): string[] =>
    Object.entries(tree).flatMap(([word, below]) => {
      if (typeof below === "string") return [`${indent}${word}: ${below}`];
      return Object.keys(below).length === 0
        ? [`${indent}${word}: {}`]
        : [`${indent}${word}:`, ...lines(below, `${indent}  `)];
    });
  return `${["- set:", ...lines(root, "    ")].join("\n")}\n`;
}
