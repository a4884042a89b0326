// Knows: whether a container that has ended is started again, and when.
// Refuses to know: how it is started.

import type { RestartPolicy } from "../../../model/container.ts";

export interface Ending {
  readonly exitCode: number;
  /** Somebody said stop or kill. */
  readonly byHand: boolean;
  /** How often it was started again without having run long in between. */
  readonly attempts: number;
}

/** After the container ended by itself (daemon/restartmanager). */
export function restartsAfterEnd(policy: RestartPolicy, { exitCode, byHand, attempts }: Ending): boolean {
  if (byHand) return false;
  switch (policy.when) {
    case "no":
      return false;
    case "always":
    case "unless-stopped":
      return true;
    case "on-failure":
      return exitCode !== 0 && (policy.attempts === undefined || attempts < policy.attempts);
  }
}

/** When the engine starts: `always` also what was stopped by hand, `unless-stopped` not. */
export function restartsWithEngine(policy: RestartPolicy, { exitCode, byHand }: Ending): boolean {
  switch (policy.when) {
    case "no":
      return false;
    case "always":
      return true;
    case "unless-stopped":
      return !byHand;
    case "on-failure":
      return !byHand && exitCode !== 0;
  }
}

const firstDelayMs = 100;
const longestDelayMs = 60_000;

/** Doubled each time, up to a minute: Docker's numbers. */
export function restartDelayMs(attempts: number): number {
  return Math.min(firstDelayMs * 2 ** attempts, longestDelayMs);
}

/** A container that ran this long has started well: the count begins anew. */
export const ranWellMs = 10_000;
