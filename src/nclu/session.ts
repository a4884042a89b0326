// Knows: what each `net` command does to the pending buffer, and which part answers it.
// Refuses to know: how effects are carried out and where the state is kept: all of it is data.

import { applyCommand } from "./apply-command.ts";
import { commit, pending, readCommitOptions, rollback } from "./commit-command.ts";
import { factsOf } from "./facts.ts";
import { helpText } from "./help.ts";
import { fails, says } from "./net-result.ts";
import { describeFailure } from "./parse-error.ts";
import { parseCommand } from "./parse-command.ts";
import type { NcluState, NetResult, World } from "./session-state.ts";
import { show } from "./show/show.ts";
import { workingDraft } from "./working.ts";

const verbs = ["add", "del", "pending", "commit", "abort", "rollback", "show", "help"] as const;

/** Runs one command line; `words` start with `net`. Nothing happens but what the result says. */
export function runNet(state: NcluState, words: readonly string[], world: World): NetResult {
  const rest = words.slice(2);
  // `a` could be add or abort: then it is neither.
  const fitting = verbs.filter((verb) => words[1] !== undefined && words[1] !== "" && verb.startsWith(words[1]));
  const verb = fitting.length === 1 ? fitting[0] : undefined;
  switch (verb) {
    case "add":
    case "del":
      return stage(state, verb, rest, world);
    case "pending":
      return rest.length === 0 || (rest.length === 1 && "json".startsWith(rest[0]!))
        ? pending(state, rest.length === 1, world)
        : fails(state, unknown(words));
    case "commit": {
      const options = readCommitOptions(rest);
      return options ? commit(state, options, world) : fails(state, unknown(words));
    }
    case "abort":
      return says({ ...state, pending: [] }, "");
    case "rollback":
      return rollback(state, rest, world);
    case "show":
      return show(state, rest, world);
    case "help": {
      const text = helpText(rest);
      return text === undefined
        ? fails(state, `ERROR: There are no commands with keyword(s) '${rest.join(" ")}'\n`)
        : says(state, text);
    }
    case undefined:
      return fails(state, unknown(words));
    default:
      return verb satisfies never;
  }
}

function unknown(words: readonly string[]): string {
  return describeFailure(words, "", { why: "unknown", at: -1, candidates: [], wants: new Map() });
}

function stage(state: NcluState, verb: "add" | "del", words: readonly string[], world: World): NetResult {
  const draft = workingDraft(state, world);
  const parsed = parseCommand(verb, words, factsOf(draft, world.ports));
  if (!parsed.ok) return fails(state, describeFailure(["net", verb, ...words], verb, parsed.failure));
  const { canonical, matches, notes } = parsed.command;
  const wrong = applyCommand(draft, parsed.command, state.pending.length);
  if (wrong !== undefined) return fails(state, `\nERROR: ${wrong}\n`);
  const news = matches.flatMap(({ row }) =>
    row.stored === undefined || state.noted.includes(row.stored) ? [] : [row.stored],
  );
  const said = [...notes, ...new Set(news.map((what) => `NOTE: labctl stores "${what}" but does not emulate it`))];
  const next: NcluState = {
    ...state,
    pending: [...state.pending, { command: canonical, user: world.user, at: world.now }],
    noted: [...new Set([...state.noted, ...news])],
  };
  return says(next, said.map((line) => `${line}\n`).join(""));
}
