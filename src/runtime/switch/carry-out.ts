// Knows: how the effects of a `net` command become real, all of them or none.
// Refuses to know: which effects a command has (nclu/commit.ts), and what becomes of the pending buffer.

import { commitEffects, commitFailureText } from "../../nclu/commit.ts";
import type { Effect } from "../../nclu/session-state.ts";
import type { Files } from "../../nclu/switch-files.ts";
import { runNow } from "./command.ts";
import { readFiles, removeFile, writeText } from "./disk.ts";
import { enterLines, startDaemons, stopDaemon } from "./frr.ts";
import { reload } from "./reload.ts";

interface Failure {
  readonly component: "ifupdown2" | "frr" | "netmisc";
  readonly command: string;
  readonly output: string;
}

/** Does it all and returns undefined; or undoes what was done, and returns what NCLU says then. */
export function carryOut(effects: readonly Effect[]): string | undefined {
  const before = readFiles();
  const after = effects.reduce<Files>(
    (files, effect) => (effect.kind === "write-file" ? { ...files, [effect.path]: effect.text } : files),
    before,
  );
  const started: string[] = [];
  let reloaded = false;
  for (const effect of effects) {
    // A port that FRR's lines name comes up before FRR is told of it.
    const reloads: boolean = effect.kind === "ifreload" || (effect.kind === "frr-configure" && !reloaded);
    reloaded ||= reloads;
    const failure = (reloads ? reloading(after) : undefined) ?? doOne(effect, started);
    if (failure === undefined) continue;
    undo(before, after, effects.slice(0, effects.indexOf(effect) + 1), started);
    return commitFailureText(failure.component, failure.command, failure.output);
  }
  return undefined;
}

function reloading(files: Files): Failure | undefined {
  const failed = reload(files);
  if (!failed) return undefined;
  // NCLU runs ifreload, and says so after ifreload's own words.
  const output = `error: ${failed.command}: ${failed.output.trimEnd()}\nCommand '['/sbin/ifreload', '-a']' returned non-zero exit status 1`;
  return { component: "ifupdown2", command: "/sbin/ifreload -a", output };
}

function doOne(effect: Effect, started: string[]): Failure | undefined {
  switch (effect.kind) {
    case "write-file":
      writeText(effect.path, effect.text);
      return undefined;
    case "hostname": {
      const { ok, output } = runNow(["hostname", effect.name]);
      return ok ? undefined : { component: "netmisc", command: `hostname ${effect.name}`, output };
    }
    case "ifreload":
      return undefined; // carryOut has done it
    case "frr-daemons": {
      const outcome = startDaemons(effect.daemons);
      started.push(...outcome.started);
      return outcome.failed && { component: "frr", ...outcome.failed };
    }
    case "frr-configure": {
      const failed = enterLines(effect.lines);
      return failed && { component: "frr", ...failed };
    }
    default:
      return effect satisfies never;
  }
}

/** Back to the files of before. Not every step may find what it takes away: one that was not made yet. */
function undo(before: Files, after: Files, done: readonly Effect[], started: readonly string[]): void {
  for (const effect of commitEffects(after, before)) {
    if (effect.kind === "frr-configure" && done.some((one) => one.kind === "frr-configure")) enterLines(effect.lines);
    else if (effect.kind === "hostname") runNow(["hostname", effect.name]);
  }
  for (const daemon of started) stopDaemon(daemon);
  for (const effect of done) {
    if (effect.kind !== "write-file") continue;
    const text = before[effect.path];
    if (text === undefined) removeFile(effect.path);
    else writeText(effect.path, text);
  }
  reload(before, { keepGoing: true });
}
