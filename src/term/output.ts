// Knows: the two streams of the process. The only place that writes to them.
// Refuses to know: what is written.

import type { Writable } from "node:stream";
import { styleFor, type Style } from "./style.ts";

/** One of the two streams, as far as the commands may use it. */
export interface Channel {
  readonly write: (text: string) => void;
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
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** `onClosed` is called once when a reader went away (`labctl logs | head`): nobody wants the rest. */
export function createOutput(options: {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onClosed: () => void;
}): Output {
  const channel = (stream: Stream): Channel => {
    let open = true;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (open) options.onClosed();
      open = false;
    });
    const isTty = stream.isTTY === true;
    return {
      write: (text) => {
        if (open && text !== "") stream.write(text);
      },
      style: styleFor({ isTty, env: options.env }),
      isTty,
      get columns() {
        return stream.columns ?? 120;
      },
    };
  };
  return { out: channel(options.stdout), err: channel(options.stderr) };
}

/** JSON as every `--json` prints it: two spaces, a newline at the end. */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
