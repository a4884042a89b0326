// Knows: how long work is shown: one line per stage, rewritten while it runs on a terminal, written once elsewhere.
// Refuses to know: what the stages are.

import type { Channel } from "./output.ts";
import { padEnd } from "./width.ts";

export interface Progress {
  /** A stage begins; the one before it, if still open, has ended well. */
  start(title: string): void;
  /** What the open stage is at: shown on a terminal only. */
  note(detail: string): void;
  /** The open stage ended well; `detail` says what came of it. */
  end(detail?: string): void;
  /** Takes the open line off the terminal, for other text to be written; the stage goes on. */
  clear(): void;
  /** The open stage failed: its line says so, and the error that follows says why. */
  fail(): void;
}

/** Carriage return and "erase to the end of the line" (ECMA-48 EL). */
const restartLine = "\r\x1b[K";
/** Titles are set in a column this wide. */
const titleWidth = 28;

export function createProgress(channel: Channel, now: () => number = () => performance.now()): Progress {
  const { style, isTty } = channel;
  let open: { readonly title: string; readonly since: number } | undefined;

  const close = (mark: string, detail: string): void => {
    if (open === undefined) return;
    const took = `${((now() - open.since) / 1000).toFixed(2)} s`;
    const line = `${mark} ${padEnd(open.title, titleWidth)} ${style("dim", took)}${detail === "" ? "" : `  ${detail}`}`;
    channel.write(`${isTty ? restartLine : ""}${line}\n`);
    open = undefined;
  };
  const show = (detail: string): void => {
    if (!isTty || open === undefined) return;
    // A line that wraps cannot be rewritten.
    channel.write(`${restartLine}${`· ${open.title} ${detail}`.slice(0, channel.columns - 1)}`);
  };
  return {
    start(title) {
      close(style("good", "✓"), "");
      open = { title, since: now() };
      show("");
    },
    note: show,
    clear: () => {
      if (isTty && open !== undefined) channel.write(restartLine);
    },
    end: (detail = "") => close(style("good", "✓"), detail),
    fail: () => close(style("bad", "✗"), ""),
  };
}
