// Knows: the two streams of the process. The only place that writes to them.
// Refuses to know: what is written.

import type { Writable } from "node:stream";
import { CommandError } from "../base/errors.ts";
import { styleFor, type Style } from "./style.ts";

/** One of the two streams, as far as the commands may use it. */
export interface Channel {
  /** Text, or bytes as they are. */
  readonly write: (text: string | Uint8Array) => void;
  readonly style: Style;
  readonly isTty: boolean;
  /** Columns of the terminal; 120 where there is none. */
  readonly columns: number;
}

export interface Output {
  /** Results: what a script would read. */
  readonly out: Channel;
  /** Everything else: progress, warnings, errors. */
  readonly err: Channel;
  /**
   * Resolves when all that was written has gone out, or nobody reads it any more. Throws CommandError when it cannot be
   * written (a full disk).
   */
  readonly drained: () => Promise<void>;
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * The streams are asked for when they are first used: Node makes each of them then, which takes milliseconds. `onClosed`
 * is called once when a reader went away (`labctl logs | head`): nobody wants the rest.
 */
export function createOutput(options: {
  readonly stdout: () => Stream;
  readonly stderr: () => Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onClosed: () => void;
}): Output {
  let failure: Error | undefined;
  const used = new Set<Stream>();
  const channel = (make: () => Stream): Channel => {
    let made: Stream | undefined;
    let open = true;
    const stream = (): Stream => {
      if (made) return made;
      made = make();
      used.add(made);
      made.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") failure ??= error;
        else if (open) options.onClosed();
        open = false;
      });
      return made;
    };
    return {
      write: (text) => {
        if (open && text.length > 0) stream().write(text);
      },
      get style() {
        return styleFor({ isTty: stream().isTTY === true, env: options.env });
      },
      get isTty() {
        return stream().isTTY === true;
      },
      get columns() {
        return stream().columns ?? 120;
      },
    };
  };
  return {
    out: channel(options.stdout),
    err: channel(options.stderr),
    drained: async () => {
      // The callback of an empty write comes after everything before it; an error counts as gone out.
      await Promise.all([...used].map((stream) => new Promise<void>((resolve) => stream.write("", () => resolve()))));
      if (failure) throw new CommandError(`the output cannot be written: ${failure.message}`);
    },
  };
}

/** JSON as every `--json` prints it: two spaces, a newline at the end. */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
