// Knows: a command that is talked to while it runs: input, output, terminal size, signals, and how it ended.
// Refuses to know: who is at the other end, and which node the command is in.

import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { SessionEvent, TerminalSize } from "./protocol.ts";
import { startInTerminal } from "./terminal.ts";

export interface Session {
  readonly done: Promise<{ readonly code: number | undefined; readonly signal: string | undefined }>;
  /** Resolves when there is room for more. */
  input(bytes: Buffer): Promise<void>;
  endInput(): void;
  resize(size: TerminalSize): void;
  signal(name: NodeJS.Signals): void;
  kill(): void;
}

/** The other side may be slower than the command: `tell` resolves when it has room for more. */
export type Tell = (event: SessionEvent) => Promise<void>;

/** Output that is still on its way when the command has ended; a process it left behind may hold its stream for ever. */
const lastOutputWithinMs = 300;

export function startSession(
  argv: readonly string[],
  options: { readonly env: Readonly<Record<string, string | undefined>>; readonly terminal: TerminalSize | undefined },
  tell: Tell,
): Session {
  const { child, input, outputs, resize } = options.terminal
    ? withTerminal(argv, options.terminal, options.env)
    : withPipes(argv, options.env);
  input.on("error", () => {}); // it does not read its input, or has ended: its exit code tells
  const told = outputs.map(([stream, from]) => tellAll(stream, from, tell));
  const done = new Promise<{ code: number | undefined; signal: string | undefined }>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      const late = new Promise((expired) => setTimeout(expired, lastOutputWithinMs).unref());
      void Promise.race([Promise.all(told), late]).then(() => {
        for (const [, from] of outputs) from.destroy();
        resolve({ code: code ?? undefined, signal: signal ?? undefined });
      });
    });
  });
  const send = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name); // it leads a process group of its own
    } catch {
      // it has ended meanwhile
    }
  };
  return {
    done,
    input: (bytes) =>
      new Promise((resolve) => {
        if (input.destroyed || input.writableEnded) resolve();
        else input.write(bytes, () => resolve());
      }),
    endInput: () => {
      if (!options.terminal) input.end(); // a terminal has no end of input; Ctrl-D is typed
    },
    resize,
    signal: send,
    kill: () => send("SIGKILL"),
  };
}

interface Started {
  readonly child: ReturnType<typeof spawn>;
  readonly input: Writable;
  readonly outputs: readonly (readonly [SessionEvent["stream"], Readable])[];
  readonly resize: (size: TerminalSize) => void;
}

function withPipes(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Started {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, { detached: true, cwd: "/", stdio: ["pipe", "pipe", "pipe"], env });
  const outputs = [["stdout", child.stdout] as const, ["stderr", child.stderr] as const];
  return { child, input: child.stdin, outputs, resize: () => {} };
}

function withTerminal(
  argv: readonly string[],
  size: TerminalSize,
  env: Readonly<Record<string, string | undefined>>,
): Started {
  const { child, stream, resize } = startInTerminal(argv, size, env);
  return { child, input: stream, outputs: [["stdout", stream]], resize };
}

/** Hands on everything `from` says, one chunk after the other. */
async function tellAll(stream: SessionEvent["stream"], from: Readable, tell: Tell): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) await tell({ stream, base64: chunk.toString("base64") });
  } catch {
    // EIO: the last process at the terminal has gone. That is how a terminal ends (pty(7)).
  }
}
