// Knows: what each `net` command does to the pending buffer and the history, and what it prints.
// Refuses to know: how effects are carried out and where the state is kept: all of it is data.

import { applyCommand } from "./apply-command.ts";
import { commitEffects } from "./commit.ts";
import { differencesOf, pendingJson, pendingText } from "./pending.ts";
import { describeFailure } from "./parse-error.ts";
import { parseCommand } from "./parse.ts";
import type { Commit, NcluState, NetResult, World } from "./session-state.ts";
import { writeSwitch, type Files } from "./switch-files.ts";
import { factsOf, workingDraft } from "./working.ts";

/** Runs one command line; `words` start with `net`. Nothing happens but what the result says. */
export function runNet(state: NcluState, words: readonly string[], world: World): NetResult {
  const verb = verbOf(words[1]);
  switch (verb) {
    case "add":
    case "del":
      return stage(state, verb, words, world);
    case "pending":
      return words[2] === "json" ? says(state, pendingJson(...pendingOf(state, world))) : says(state, pendingText(...pendingOf(state, world)));
    case "commit":
      return commit(state, words.slice(2), world);
    case "abort":
      return says({ ...state, pending: [] }, "");
    default:
      return fails(state, describeFailure(words, words[1] ?? "", { why: "unknown", at: -1, candidates: [], wants: new Map() }));
  }
}

const verbs = ["add", "del", "pending", "commit", "abort", "rollback", "show", "help", "clear"] as const;
export type NetVerb = (typeof verbs)[number];

/** `a` could be add or abort: then it is neither. */
function verbOf(word: string | undefined): NetVerb | undefined {
  if (word === undefined || word === "") return undefined;
  const fitting = verbs.filter((verb) => verb.startsWith(word));
  return fitting.length === 1 ? fitting[0] : undefined;
}

export function says(state: NcluState, stdout: string): NetResult {
  return { state, stdout, stderr: "", exitCode: 0, effects: [] };
}

export function fails(state: NcluState, stdout: string): NetResult {
  return { state, stdout, stderr: "", exitCode: 1, effects: [] };
}

function stage(state: NcluState, verb: "add" | "del", words: readonly string[], world: World): NetResult {
  const draft = workingDraft(state, world);
  const parsed = parseCommand(verb, words.slice(2), factsOf(draft, world.ports));
  if (!parsed.ok) return fails(state, describeFailure(["net", verb, ...words.slice(2)], verb, parsed.failure));
  const { canonical, matches, notes } = parsed.command;
  const wrong = applyCommand(draft, parsed.command, state.pending.length);
  if (wrong !== undefined) return fails(state, `\nERROR: ${wrong}\n`);
  const stored = matches.flatMap(({ row }) => (row.stored === undefined || state.noted.includes(row.stored) ? [] : [row.stored]));
  const said = [...notes, ...new Set(stored.map((what) => `NOTE: labctl stores "${what}" but does not emulate it`))];
  const next: NcluState = {
    ...state,
    pending: [...state.pending, { command: canonical, user: world.user, at: world.now }],
    noted: [...new Set([...state.noted, ...stored])],
  };
  return says(next, said.map((line) => `${line}\n`).join(""));
}

/** The files as they would be after a commit. */
export function filesAfter(state: NcluState, world: World): Files {
  return state.pending.length === 0 ? world.files : writeSwitch(workingDraft(state, world), world.files);
}

function pendingOf(state: NcluState, world: World): Parameters<typeof pendingText> {
  return [differencesOf(world.files, filesAfter(state, world), world), state.pending];
}

function commit(state: NcluState, _options: readonly string[], world: World): NetResult {
  if (state.pending.length === 0) return says(state, "commit ignored...there were no pending changes\n");
  const text = pendingText(...pendingOf(state, world));
  const made: Commit = {
    id: (state.commits.at(-1)?.id ?? 0) + 2,
    at: world.now,
    user: world.user,
    description: `nclu "net commit" (user ${world.user})`,
    name: undefined,
    before: world.files,
    after: filesAfter(state, world),
    text,
  };
  const next: NcluState = { ...state, pending: [], commits: [...state.commits, made] };
  return { ...says(next, text), effects: commitEffects(made.before, made.after) };
}
