// Knows: how single keys are read from a terminal.
// Refuses to know: what they mean.

import type { ReadStream } from "node:tty";

export interface Keyboard {
  /** The next key from now on: what was pressed before does not count. undefined when nobody will press one any more. */
  next(signal: AbortSignal): Promise<string | undefined>;
  /** Lends the terminal to another program. */
  lend<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Ctrl-C as the terminal sends it when it makes no signal of it. */
const interrupt = "\u0003";

/** Arrows and function keys are sequences that begin with it. */
const escape = "\u001B";

/**
 * Takes the terminal: keys are not echoed, nor held until Enter, and those that nobody waits for are dropped. `onInterrupt`
 * is called for Ctrl-C at any time.
 */
export function openKeyboard(stdin: ReadStream, onInterrupt: () => void): Keyboard {
  let waiting: ((key: string | undefined) => void) | undefined;
  let isGone = false;
  const settle = (key: string | undefined): void => {
    const resolve = waiting;
    waiting = undefined;
    resolve?.(key);
  };
  const take = (chunk: Buffer): void => {
    const text = chunk.toString("utf8");
    if (text.includes(interrupt)) onInterrupt();
    else settle(text.startsWith(escape) ? text : text.slice(0, 1)); // of keys pressed at once, the first
  };
  const goAway = (): void => {
    isGone = true;
    settle(undefined);
  };
  const open = (): void => {
    stdin.setRawMode(true);
    stdin.on("data", take);
    stdin.ref(); // whoever had it last may have let go of it
    stdin.resume();
  };
  const close = (): void => {
    stdin.off("data", take);
    stdin.pause();
    stdin.setRawMode(false);
  };
  stdin.on("end", goAway);
  stdin.on("error", goAway); // EIO: the terminal was closed
  open();
  return {
    async next(signal) {
      if (isGone || signal.aborted) return undefined;
      const onAbort = (): void => settle(undefined);
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        return await new Promise((resolve) => (waiting = resolve));
      } finally {
        signal.removeEventListener("abort", onAbort);
      }
    },
    async lend(work) {
      close();
      try {
        return await work();
      } finally {
        open();
      }
    },
    close,
  };
}
