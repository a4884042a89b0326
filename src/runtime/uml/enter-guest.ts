// Knows: how a command of the user runs in a guest with the user's terminal, input and output: nsenter cannot get there.
// Refuses to know: what the command does; its exit code is handed on.

import { constants } from "node:os";
import type { Readable } from "node:stream";
import type { SessionEvent } from "../agent/protocol.ts";
import type { Wrap } from "../container-state.ts";
import { AgentError, type AgentClient, type RemoteSession } from "../client.ts";
import { insideEnv } from "../enter.ts";

export interface GuestTarget {
  /** undefined: the guest itself. */
  readonly node: string | undefined;
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  readonly as: keyof Wrap;
}

/** Resolves with its exit code; 128 + N when signal N ended it. Throws LabAgentGone when the lab ends meanwhile. */
export async function runInGuest(client: AgentClient, target: GuestTarget, argv: readonly string[]): Promise<number> {
  const { stdin, stdout } = process;
  // A terminal inside only where there is one at both ends here: `labctl exec … | less` wants plain output.
  const interactive = stdin.isTTY && stdout.isTTY;
  const session = client.start(
    {
      ...{ node: target.node, hostname: target.hostname, as: target.as, argv, env: insideEnv(target) },
      ...(interactive ? { terminal: { rows: stdout.rows, columns: stdout.columns } } : {}),
    },
    show,
  );
  const letGo = interactive ? shareTerminal(session) : passSignals(session);
  const stopInput = passInput(stdin, session);
  try {
    const { code, signal } = await session.done;
    return code ?? 128 + constants.signals[signal as NodeJS.Signals];
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 127; // it could not be started, as a shell says it
  } finally {
    stopInput();
    letGo();
  }
}

function show({ stream, base64 }: SessionEvent): void | Promise<void> {
  const to = process[stream];
  if (to.write(Buffer.from(base64, "base64"))) return;
  return new Promise((resolve) => to.once("drain", resolve).once("error", () => resolve()));
}

/** Every key goes to the command, Ctrl-C among them, and it hears when the window changes. */
function shareTerminal(session: RemoteSession): () => void {
  const { stdin, stdout } = process;
  const resized = (): void => session.resize({ rows: stdout.rows, columns: stdout.columns });
  stdin.setRawMode(true);
  stdout.on("resize", resized);
  return () => {
    stdin.setRawMode(false);
    stdout.off("resize", resized);
  };
}

/** Without a terminal inside, a signal to us is a signal to the command. */
function passSignals(session: RemoteSession): () => void {
  const signals = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"] as const;
  const pass = (signal: NodeJS.Signals): void => session.signal(signal);
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
  };
}

/** Reads on only when the command has room: what it does not read stays where it is. */
function passInput(from: Readable & { unref?(): unknown }, session: RemoteSession): () => void {
  let stopped = false;
  const give = (bytes: Buffer): void => {
    from.pause();
    session.input(bytes).then(
      () => {
        if (!stopped) from.resume();
      },
      () => {}, // the lab has ended; `done` tells
    );
  };
  const end = (): void => {
    if (!stopped) session.input(Buffer.alloc(0)).catch(() => {});
  };
  from.on("data", give);
  from.once("end", end);
  from.once("error", end);
  return () => {
    stopped = true;
    from.off("data", give);
    from.off("end", end);
    from.off("error", end);
    from.pause();
    from.unref?.(); // a pipe that stays open must not keep us
  };
}
