// Knows: a wait that ends at its time, or before it when somebody rings.
// Refuses to know: who waits, and for what.

export interface Bell {
  /** Ends the wait that is going on, or else the next one. */
  ring(): void;
  /** Any number of milliseconds, Infinity too. */
  wait(ms: number): Promise<void>;
}

/** Longer than any wait; setTimeout cannot wait for ever. */
const longestMs = 3_600_000;

/** A signal that aborts rings, too. */
export function createBell(signal: AbortSignal): Bell {
  let wake: (() => void) | undefined;
  let rung = false;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  signal.addEventListener("abort", ring, { once: true });
  return {
    ring,
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(ring, Math.min(ms, longestMs));
        wake = () => {
          clearTimeout(timer);
          wake = undefined;
          rung = false;
          resolve();
        };
        if (rung) wake();
      }),
  };
}
