// Knows: the programs of a Cumulus switch: net, nv, ifreload and ifquery, one file for all.
// Refuses to know: NCLU (nclu/); it reads the switch, asks NCLU what to do, does it, and prints.
//
//   net.js net show bgp summary

import { confirmCommit, expireCommit } from "../../nclu/commit-command.ts";
import { runNv } from "../../nclu/nvue.ts";
import { runNet } from "../../nclu/session.ts";
import type { NetResult } from "../../nclu/session-state.ts";
import { answerShow } from "./answer-show.ts";
import { carryOut } from "./carry-out.ts";
import { locked, readState, readWorld, writeState } from "./disk.ts";
import { ifquery, ifreload } from "./ifupdown.ts";
import { waitForEnter } from "./wait-for-enter.ts";

const busy = "ERROR: Another commit is in progress. Try again when it is done, or see who does it with ps\n";

async function main([program = "", ...words]: readonly string[]): Promise<number> {
  switch (program) {
    case "net":
      return session(["net", ...words], runNet);
    case "nv":
      return session(["nv", ...words], runNv);
    case "ifreload":
      return (await locked(() => ifreload(words, say))) ?? refuse(busy);
    case "ifquery":
      return ifquery(words, say);
    default:
      return refuse(`${program}: not a program of this switch\n`);
  }
}

async function session(words: readonly string[], runLine: typeof runNet): Promise<number> {
  // What only shows takes no lock: it answers while somebody commits.
  if (words[0] === "net" && words[1]?.startsWith("s") === true)
    return shown(runLine(readState(), words, readWorld(Date.now())));
  const result = await locked(() => {
    takeBackUnconfirmed();
    return done(runLine(readState(), words, readWorld(Date.now())));
  });
  if (result === undefined) return refuse(busy);
  if (result.confirmSeconds === undefined || result.exitCode !== 0) return shown(result);
  say(result.stdout);
  const confirmed = await waitForEnter(result.confirmSeconds * 1000);
  const settled = await locked(() => {
    const state = readState();
    if (confirmed) return done(confirmCommit(state, Date.now()));
    return done(expireCommit(state, readWorld(Date.now())));
  });
  return settled === undefined ? refuse(busy) : shown(settled);
}

/** Carries out what the result asks for. When that fails the state stays what it was. */
function done(result: NetResult): NetResult {
  const failure = result.effects.length === 0 ? undefined : carryOut(result.effects);
  if (failure === undefined) {
    writeState(result.state);
    return result;
  }
  const { confirmSeconds: _none, ...rest } = result;
  return { ...rest, stdout: `${result.stdout}${failure}`, exitCode: 1, effects: [] };
}

/** Whoever waited for ENTER was killed: the commit is taken back by the next one who comes. */
function takeBackUnconfirmed(): void {
  const { unconfirmed } = readState();
  const graceMs = 1000; // whoever still waits does it himself
  if (unconfirmed !== undefined && Date.now() > unconfirmed.deadline + graceMs) {
    done(expireCommit(readState(), readWorld(Date.now())));
  }
}

async function shown(result: NetResult): Promise<number> {
  say(result.stdout);
  process.stderr.write(result.stderr);
  if (result.show === undefined) return result.exitCode;
  const { text, exitCode } = await answerShow(result.show);
  say(text);
  return exitCode;
}

function say(text: string): void {
  process.stdout.write(text);
}

function refuse(text: string): number {
  say(text);
  return 1;
}

process.stdout.on("error", () => process.exit(0)); // `net show … | head`
process.exitCode = await main(process.argv.slice(2));
