// Knows: the agent's life: it listens in the sandbox, answers calls, and ends the sandbox when a deploy is abandoned.
// Refuses to know: the lab file and the plan; it is told what to run.

import { closeSync, rmSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { serveLine } from "../uml/guest-line.ts";
import { startCommand, type RunningCommand } from "./command.ts";
import { createEngine } from "./engine/engine.ts";
import { createKernelMonitor } from "./kernel-monitor.ts";
import { createNodes, NotRunning, underHostname } from "./node.ts";
import { renewNetns } from "./netns-renewal.ts";
import { createProcesses } from "./processes.ts";
import {
  inSandbox,
  lineSplitter,
  type Call,
  type CallEvent,
  type Calls,
  type Reply,
  type Request,
} from "./protocol.ts";
import { startSession, type Session } from "./session.ts";
import { fileWritten } from "./written-file.ts";

/** A daemon that does not answer within this is not answering. */
const vtyTimeoutMs = 10_000;
/** Whoever started this sandbox connects at once; if nobody does, nobody will. */
const abandonedAfterMs = 30_000;

// A mistake of ours in one answer must not end the lab of the user: it is written to the sandbox's log.
process.on("uncaughtException", (error) => process.stderr.write(`${error.stack}\n`));

const nodes = createNodes();
const processes = createProcesses(nodes);
const engine = createEngine(nodes, processes);
const kernel = createKernelMonitor();
let committed = false;
/** Nodes that are switched off. */
const off = new Set<string>();

type Handlers = {
  [C in Call]: (body: Calls[C]["request"], connection: Connection, id: number) => Promise<Calls[C]["reply"]>;
};
interface Connection {
  readonly running: Map<number, RunningCommand | Session | { kill(): void }>;
  /** Says something that belongs to a call under way; resolves when the other side has room for more. */
  tell(id: number, event: CallEvent): Promise<void>;
}

function sessionOf(connection: Connection, call: number): Session | undefined {
  const running = connection.running.get(call);
  return running && "input" in running ? running : undefined;
}

function entranceOf(node: string | undefined): readonly string[] | NotRunning {
  try {
    return nodes.enter(node);
  } catch (error) {
    if (error instanceof NotRunning) return error;
    throw error;
  }
}

/** A question to a container that does not run has no answer; that is not the asker's mistake. */
function notStarted(argv: readonly string[], why: string): Calls["exec"]["reply"] {
  return { argv, code: undefined, signal: undefined, stdout: "", stderr: why, timedOut: false, tookMs: 0 };
}

async function switchOff(node: string): Promise<void> {
  off.add(node);
  processes.forget(node);
  await engine.powerOff(node);
  await nodes.stop(node);
  await renewNetns(node);
  await Promise.all([engine.renewed(node), kernel.follow(node)]);
}

const handlers: Handlers = {
  exec: async (body, connection, id) => {
    const entrance = entranceOf(body.node);
    if (entrance instanceof NotRunning) return notStarted(body.argv, entrance.message);
    const command = startCommand(entrance, {
      ...body,
      env: { ...(body.node === undefined ? {} : nodes.envOf(body.node)), ...body.env },
    });
    connection.running.set(id, command);
    const result = await command.done;
    connection.running.delete(id);
    return result;
  },
  cancel: async (body, connection) => {
    connection.running.get(body.call)?.kill();
    return null;
  },
  "exec.start": async ({ node, hostname, as, argv, env, terminal }, connection, id) => {
    const named = node !== undefined && nodes.pidOf(node) === undefined ? underHostname(hostname) : [];
    const session = startSession([...nodes.enter(node, as), ...named, ...argv], { env, terminal }, (event) =>
      connection.tell(id, event),
    );
    connection.running.set(id, session);
    return session.done.finally(() => connection.running.delete(id));
  },
  "exec.input": async ({ call, base64 }, connection) => {
    const session = sessionOf(connection, call);
    if (base64 === "") session?.endInput();
    else await session?.input(Buffer.from(base64, "base64"));
    return null;
  },
  "exec.resize": async ({ call, rows, columns }, connection) => {
    sessionOf(connection, call)?.resize({ rows, columns });
    return null;
  },
  "exec.signal": async ({ call, signal }, connection) => {
    sessionOf(connection, call)?.signal(signal);
    return null;
  },
  "node.start": async ({ node, ...spec }) => {
    const pid = await nodes.start(node, spec);
    // `net commit` starts daemons that no plan knows of.
    if (spec.nclu === true) processes.noticeDaemons(node, join(inSandbox.nodes, node, "empty/run/frr"));
    return { pid };
  },
  "service.start": async (body) => {
    processes.startService(body);
    return null;
  },
  "service.stop": ({ node, name, signal, graceMs }) => processes.stopService(node, name, signal, graceMs),
  "node.stop": async ({ node }) => {
    await switchOff(node);
    return null;
  },
  "node.boot": async ({ node, hasProcesses }) => {
    if (!off.has(node) && hasProcesses && nodes.pidOf(node) === undefined) await switchOff(node);
    return off.delete(node);
  },
  "daemon.watch": async ({ node, daemon }) => {
    await processes.watchDaemon(node, daemon);
    return null;
  },
  vty: async ({ node, daemon, command, timeoutMs }) =>
    (await processes.vty(node, daemon)).ask(command, timeoutMs ?? vtyTimeoutMs),
  ...engine.handlers,
  events: ({ past }, connection, id) =>
    new Promise((resolve, reject) => {
      for (const event of past ? engine.events.past : []) void connection.tell(id, event);
      const silence = engine.events.listen((event) => void connection.tell(id, event));
      connection.running.set(id, {
        kill: () => {
          silence();
          connection.running.delete(id);
          resolve(null);
        },
      });
      engine.watchLinks().catch(reject);
    }),
  changes: async (_, connection, id) => {
    const listening = kernel.listen((changed) => void connection.tell(id, { changed }));
    connection.running.set(id, { kill: listening.silence });
    try {
      void connection.tell(id, { watching: await listening.ready });
      await listening.ended;
    } finally {
      listening.silence();
      connection.running.delete(id);
    }
    return null;
  },
  processes: async () => processes.list(),
  "file.written": ({ node, path, timeoutMs }) => {
    const pid = nodes.pidOf(node);
    // A node without processes sees the sandbox's own files.
    return fileWritten(pid === undefined ? path : `/proc/${pid}/root${path}`, timeoutMs);
  },
  commit: async () => {
    committed = true;
    return null;
  },
};

async function answer(request: Request, connection: Connection): Promise<Reply> {
  try {
    // The table is typed per call; a request read from the wire is one of them.
    const handler = handlers[request.call] as (body: unknown, c: Connection, id: number) => Promise<unknown>;
    return { id: request.id, ok: await handler(request.body, connection, request.id) };
  } catch (error) {
    const { name, message } = error as Error;
    return { id: request.id, error: { name, message } };
  }
}

/** The first connection is the deploy's; others may come and go meanwhile. */
let builder: Duplex | undefined;

function serve(socket: Duplex): void {
  clearTimeout(abandoned);
  builder ??= socket;
  const connection: Connection = {
    running: new Map(),
    tell: (id, event) =>
      new Promise((resolve) => {
        if (!socket.writable) return resolve();
        const line: Reply = { id, event };
        if (socket.write(`${JSON.stringify(line)}\n`)) resolve();
        else socket.once("drain", resolve).once("close", resolve);
      }),
  };
  socket.on(
    "data",
    lineSplitter((line) => {
      void answer(JSON.parse(line) as Request, connection).then((reply) => {
        if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
      });
    }),
  );
  socket.on("error", () => {}); // "close" follows
  socket.on("close", () => {
    for (const command of connection.running.values()) command.kill();
    // Whoever was building this lab is gone before it was complete: nothing of it shall stay.
    if (socket === builder && !committed) process.exit(1);
  });
}

const abandoned = setTimeout(() => process.exit(1), abandonedAfterMs);
// In a guest clients arrive on a serial line: a socket of the guest cannot be reached from the host.
const line = process.env["LABCTL_LINE"];
if (line !== undefined) serveLine(line, serve);
else {
  rmSync(inSandbox.socket, { force: true });
  createServer(serve).listen(inSandbox.socket, () => {
    writeSync(3, "ready\n");
    closeSync(3);
  });
}
