// Knows: one run of `net` or `nv` on the switch: its state is read, the command run, what it asks for done or undone.
// Refuses to know: NCLU (nclu/), and how an effect is carried out (carry-out.ts).

import { confirmCommit, expireCommit } from "../../nclu/commit-command.ts";
import type { runNet } from "../../nclu/session.ts";
import type { NetResult } from "../../nclu/session-state.ts";
import { answerShow } from "./answer-show.ts";
import { holdInterrupts } from "./interrupts.ts";
import { locked, readFiles, readState, readWorld, writeState } from "./disk.ts";

type RunLine = typeof runNet;

/** `words` start with `net` or `nv`. Returns the exit code. */
export async function runSession(words: readonly string[]): Promise<number> {
  const runLine = await lineRunner(words[0]);
  // What only shows takes no lock: it answers while somebody commits.
  if (words[0] === "net" && words[1]?.startsWith("s") === true)
    return shown(runLine(readState(), words, readWorld(Date.now())));
  const ran = await locked(words.join(" "), async () => {
    // Who only waits may be interrupted; who changes the switch ends what was begun.
    const interrupted = holdInterrupts();
    await takeBackUnconfirmed();
    return { interrupted, result: await done(runLine(readState(), words, readWorld(Date.now()))) };
  });
  if (typeof ran === "string") return refuse(ran);
  const { result, interrupted } = ran;
  if (result.confirmSeconds === undefined || result.exitCode !== 0) return shown(result);
  process.stdout.write(result.stdout);
  const { waitForEnter } = await import("./wait-for-enter.ts");
  const confirmed = await waitForEnter(result.confirmSeconds * 1000, interrupted);
  const settled = await locked(words.join(" "), () => {
    const state = readState();
    if (confirmed) return done(confirmCommit(state, Date.now()));
    return done(expireCommit(state, readWorld(Date.now())));
  });
  return typeof settled === "string" ? refuse(settled) : shown(settled);
}

async function lineRunner(program: string | undefined): Promise<RunLine> {
  if (program === "nv") return (await import("../../nclu/nvue.ts")).runNv;
  return (await import("../../nclu/session.ts")).runNet;
}

/** Carries out what the result asks for. When that fails the state stays what it was. */
async function done(result: NetResult): Promise<NetResult> {
  const failure = result.effects.length === 0 ? undefined : (await import("./carry-out.ts")).carryOut(result.effects);
  if (failure === undefined) {
    writeState(result.state);
    return result;
  }
  const { confirmSeconds: _none, ...rest } = result;
  return { ...rest, stdout: failure, exitCode: 1, effects: [] };
}

/** Whoever waited for ENTER was killed: the commit is taken back by the next one who comes. */
async function takeBackUnconfirmed(): Promise<void> {
  const { unconfirmed } = readState();
  const graceMs = 1000; // whoever still waits does it himself
  if (unconfirmed !== undefined && Date.now() > unconfirmed.deadline + graceMs) {
    await done(expireCommit(readState(), readWorld(Date.now())));
  }
}

async function shown(result: NetResult): Promise<number> {
  process.stdout.write(result.stdout);
  process.stderr.write(result.stderr);
  if (result.show === undefined) return result.exitCode;
  const { text, exitCode } = await answerShow(result.show, readFiles());
  process.stdout.write(text);
  return exitCode;
}

function refuse(text: string): number {
  process.stdout.write(text);
  return 1;
}
