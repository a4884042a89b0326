// Knows: when a check that waits is asked again: by the clock, or as soon as the kernel has changed what it looks at.
// Refuses to know: how it is asked (poll.ts) and who tells of changes (change-watch.ts).

/** A round of questions to the vty sockets costs a few milliseconds: 50 ms keep the lab's processors free. */
const roundMs = 50;
/** After two seconds nothing hangs on the last 50 ms any more. */
const lateRoundMs = 100;
const lateAfterMs = 2_000;
/**
 * What the kernel tells of needs no asking by the clock. It is asked every fifth round all the same: an event can be
 * lost (netlink(7), ENOBUFS), and a few changes have none, as when the routes of a link go with it.
 */
const toldRounds = 5;
/** One change is followed by others, so after an answer there is a pause of at least this before the next question. */
const settleMs = 20;

export interface Asked {
  /** When it was last asked, and answered. */
  readonly askedAt: number;
  readonly endedAt: number;
  /** When an answer decides, whatever it is: its deadline, or the end of the time for which it must hold. */
  readonly decidesAt: number;
  /** Something has changed where it looked, since it was last asked. */
  readonly changed: boolean;
  /** All it looks at is told of when it changes. */
  readonly told: boolean;
}

/**
 * When to ask again; all times in milliseconds of one clock. Rounds are counted from `beganAt`, so that checks that wait
 * together are asked together, and share answers.
 */
export function nextAskAt({ askedAt, endedAt, decidesAt, changed, told }: Asked, beganAt: number): number {
  const everyMs = askedAt - beganAt < lateAfterMs ? roundMs : lateRoundMs;
  const waitsMs = everyMs * (told ? toldRounds : 1);
  // A round's questions are asked a little after it began: half a round is taken off to stay in step.
  const rounds = Math.ceil((Math.max(askedAt + waitsMs - everyMs / 2, endedAt) - beganAt) / everyMs);
  const byClock = Math.min(beganAt + rounds * everyMs, Math.max(decidesAt, endedAt));
  // A question that takes long is not asked more than half of the time.
  return changed ? Math.min(byClock, endedAt + Math.max(settleMs, endedAt - askedAt)) : byClock;
}
