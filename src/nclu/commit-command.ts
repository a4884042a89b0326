// Knows: `net commit …`, `net rollback …` and what they leave in the history.
// Refuses to know: how commands are staged (session.ts) and how effects are carried out.

import { commitEffects } from "./commit.ts";
import { fails, says } from "./net-result.ts";
import { differencesOf, pendingJson, pendingText } from "./pending.ts";
import type { Commit, NcluState, NetResult, World } from "./session-state.ts";
import { writeSwitch, type Files } from "./switch-files.ts";
import { textTable } from "./text-table.ts";
import { formatHistoryTime } from "./times.ts";
import { workingDraft } from "./working.ts";

/** Seconds `net commit confirm` waits when it is not told. */
const usualConfirmSeconds = 10;

/** Snapshots come in pairs on a switch; a commit is known by the second. */
const idStep = 2;

/** The files as they would be after a commit. */
export function filesAfter(state: NcluState, world: World): Files {
  return state.pending.length === 0 ? world.files : writeSwitch(workingDraft(state, world), world.files);
}

export function pending(state: NcluState, json: boolean, world: World): NetResult {
  const differences = differencesOf(world.files, filesAfter(state, world), world);
  return says(state, json ? pendingJson(differences, state.pending) : pendingText(differences, state.pending));
}

interface CommitOptions {
  readonly confirmSeconds: number | undefined;
  readonly description: string | undefined;
}

/** undefined when the words are no options of `net commit`. */
export function readCommitOptions(words: readonly string[]): CommitOptions | undefined {
  let confirmSeconds: number | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const rest = words.slice(i + 1).join(" ");
    if (word !== "" && ["description", "permanent"].some((option) => option.startsWith(word)) && rest !== "") {
      return { confirmSeconds, description: rest };
    }
    if (word.length > 1 && "confirm".startsWith(word)) {
      const seconds = /^\d{1,5}$/.test(words[i + 1] ?? "") ? Number(words[++i]) : usualConfirmSeconds;
      confirmSeconds = seconds;
    } else if (word === "" || !"verbose".startsWith(word)) return undefined;
  }
  return { confirmSeconds, description: undefined };
}

/**
 * While a commit waits for ENTER nobody may commit on top of it: taking it back goes to the files before it, and the
 * other one would go with it unasked.
 */
function waitingCommit(state: NcluState, world: World): string | undefined {
  const { unconfirmed } = state;
  if (unconfirmed === undefined || world.now > unconfirmed.deadline) return undefined;
  const by = state.commits.find(({ id }) => id === unconfirmed.commit)?.user ?? "somebody";
  const seconds = Math.ceil((unconfirmed.deadline - world.now) / 1000);
  return `ERROR: A commit of user ${by} waits for its confirmation for another ${seconds} s. All changes remain in "net pending".\n`;
}

export function commit(state: NcluState, options: CommitOptions, world: World): NetResult {
  if (state.pending.length === 0) {
    const none =
      options.confirmSeconds === undefined
        ? "commit ignored...there were no pending changes"
        : "There are no pending changes";
    return says(state, `${none}\n`);
  }
  const after = filesAfter(state, world);
  const conflict = waitingCommit(state, world) ?? ospfConflict(after);
  if (conflict !== undefined) return fails(state, conflict);
  const text = pendingText(differencesOf(world.files, after, world), state.pending);
  const description =
    options.description === undefined ? `nclu "net commit" (user ${world.user})` : `nclu ${options.description}`;
  const made = { ...entryOf(state, world, description), name: options.description, before: world.files, after, text };
  const next: NcluState = { ...state, pending: [], commits: [...state.commits, made] };
  const effects = commitEffects(world.files, after);
  const { confirmSeconds } = options;
  if (confirmSeconds === undefined) return { ...says(next, text), effects };
  const unconfirmed = { commit: made.id, deadline: world.now + confirmSeconds * 1000 };
  return {
    ...says({ ...next, unconfirmed }, `${text}Press <ENTER> to confirm connectivity\n`),
    effects,
    confirmSeconds,
  };
}

/** FRR takes only one of the two ways to put interfaces into OSPF, and says which must go. */
function ospfConflict(files: Files): string | undefined {
  const frr = files["/etc/frr/frr.conf"] ?? "";
  if (!/^ ip ospf area /m.test(frr) || !/^ network \S+ area /m.test(frr)) return undefined;
  return [
    'ERROR: "/usr/lib/frr/frr-reload.py --reload /etc/frr/frr.conf" failed:',
    "Please remove all ip ospf area x.x.x.x commands first.",
    "",
    '"net commit" failed for frr.  All changes will remain in "net pending".',
    "",
  ].join("\n");
}

function entryOf(
  state: NcluState,
  world: World,
  description: string,
): Pick<Commit, "id" | "at" | "user" | "description"> {
  return { id: (state.commits.at(-1)?.id ?? 0) + idStep, at: world.now, user: world.user, description };
}

/** ENTER was pressed after `net commit confirm`. */
export function confirmCommit(state: NcluState, now: number): NetResult {
  const waiting = state.unconfirmed;
  if (waiting === undefined || now > waiting.deadline) return fails(state, "ERROR: rollback already happened\n");
  return says({ ...state, unconfirmed: undefined }, "");
}

/** Nobody pressed ENTER in time: the commit is taken back, and its commands with it. */
export function expireCommit(state: NcluState, world: World): NetResult {
  const waiting = state.unconfirmed;
  const entry = state.commits.find(({ id }) => id === waiting?.commit);
  if (!entry) return says(state, "");
  const next = { ...state, unconfirmed: undefined, commits: state.commits.filter((c) => c !== entry) };
  return {
    ...says(next, "commit was not confirmed, rolled back\n"),
    effects: commitEffects(world.files, restored(entry, world)),
  };
}

/** The files of the moment before a commit; one that did not exist yet is emptied. */
function restored(entry: Commit, world: World): Files {
  return { ...Object.fromEntries(Object.keys(world.files).map((name) => [name, ""])), ...entry.before };
}

/** `<number>`, `last`, or `description <text>`. */
export function findCommit(state: NcluState, words: readonly string[]): Commit | undefined {
  const [first = "", ...rest] = words;
  if (first.length > 0 && "description".startsWith(first) && rest.length > 0) {
    return state.commits.findLast((c) => c.name === rest.join(" "));
  }
  if (rest.length > 0) return undefined;
  if (first.length > 0 && "last".startsWith(first)) return state.commits.at(-1);
  return state.commits.find((c) => String(c.id) === first);
}

export const noSuchCommit = (words: readonly string[]): string =>
  `\nERROR: There is no commit "${words.join(" ")}"\n\nUse 'net show commit history' to list the commits\n`;

/** Back to the state before a commit. That is a commit too, and can be rolled back. */
export function rollback(state: NcluState, words: readonly string[], world: World): NetResult {
  const entry = findCommit(state, words);
  if (!entry) return fails(state, noSuchCommit(words));
  const waiting = waitingCommit(state, world);
  if (waiting !== undefined) return fails(state, waiting);
  const after = restored(entry, world);
  const text = rollbackText(entry, world);
  const description = `nclu pre '${entry.id} rollback' (user ${world.user})`;
  const made: Commit = { ...entryOf(state, world, description), name: undefined, before: world.files, after, text };
  const next: NcluState = { ...state, unconfirmed: undefined, commits: [...state.commits, made] };
  return { ...says(next, ""), effects: commitEffects(world.files, after) };
}

/** The differences a rollback to before `entry` makes. */
export function rollbackText(entry: Commit, world: World): string {
  return differencesOf(world.files, restored(entry, world), world)
    .flatMap((d) => [
      `--- ${d.fromFile}\t${d.fromFileTimestamp}`,
      `+++ ${d.toFile}\t${d.toFileTimestamp}`,
      ...d.content,
    ])
    .map((line) => `${line}\n`)
    .join("");
}

export function historyText(state: NcluState): string {
  const rows = state.commits.map(({ id, at, description }) => [String(id), formatHistoryTime(at), description]);
  const table = textTable([{ title: "#", align: "right" }, { title: "Date" }, { title: "Description" }], rows);
  return `${table.join("\n")}\n`;
}
