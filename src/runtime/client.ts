// Knows: how labctl talks to the agent of a running lab.
// Refuses to know: what the calls do there.

import { existsSync } from "node:fs";
import { connect, type Socket } from "node:net";
import {
  lineSplitter,
  inSandbox,
  type Call,
  type CallEvent,
  type Calls,
  type KernelChange,
  type Reply,
  type SessionEvent,
  type SessionRequest,
  type TerminalSize,
} from "./agent/protocol.ts";
import type { LabEvent } from "./lab-event.ts";
import { LabAgentGone } from "./runtime.ts";
import { guestSocket } from "./uml/paths.ts";

export interface AgentClient {
  /** Rejects with what the agent says, or with LabAgentGone when the lab ends meanwhile. Aborting cancels an exec. */
  call<C extends Call>(call: C, body: Calls[C]["request"], signal?: AbortSignal): Promise<Calls[C]["reply"]>;
  /** Starts a command that is talked to while it runs. `heard` gets its output; nothing more comes until it has settled. */
  start(request: SessionRequest, heard: (event: SessionEvent) => void | Promise<void>): RemoteSession;
  /** Hears of what happens in the lab until `end` is called; `past`: first what has happened so far. */
  events(options: { readonly past: boolean }, heard: (event: LabEvent) => void): Listening;
  /** Hears in which nodes the kernel changes something, once it has told which nodes it can tell of. */
  changes(heard: (event: KernelChange) => void): Listening;
  close(): void;
}

/** A call that goes on until `end` is called, or the lab ends. */
interface Listening {
  readonly done: Promise<unknown>;
  end(): void;
}

export interface RemoteSession {
  readonly done: Promise<Calls["exec.start"]["reply"]>;
  /** An empty text is the end of the input. Resolves when there is room for more. */
  input(bytes: Buffer): Promise<unknown>;
  resize(size: TerminalSize): void;
  signal(name: NodeJS.Signals): void;
}

/** The agent's own words about a call that failed. */
export class AgentError extends Error {
  override readonly name = "AgentError";
}

/**
 * `anchorPid` is pid 1 of the sandbox: its root is the way to the socket. A guest's anchor is its relay, which listens in
 * its working folder. Either path is always short, a socket's address holds 108 bytes (unix(7)), and it can only lead
 * to the right lab.
 */
function agentSocketOf(anchorPid: number): string {
  const ofGuest = `/proc/${anchorPid}/cwd/${guestSocket}`;
  const ofSandbox = `/proc/${anchorPid}/root${inSandbox.socket}`;
  return existsSync(ofGuest) ? ofGuest : ofSandbox;
}

/** Throws LabAgentGone when nobody answers there. */
export async function connectAgent(anchorPid: number): Promise<AgentClient> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect({ path: agentSocketOf(anchorPid) });
    opening.once("connect", () => resolve(opening));
    opening.once("error", (error) => reject(new LabAgentGone(`the lab's agent does not answer: ${error.message}`)));
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<number, (event: CallEvent) => void | Promise<void>>();
  const hear = (settled: void | Promise<void>): void => {
    if (!settled) return;
    socket.pause();
    void settled.finally(() => socket.resume());
  };
  let nextId = 1;
  socket.on(
    "data",
    lineSplitter((line) => {
      const reply = JSON.parse(line) as Reply;
      if ("event" in reply) return hear(listeners.get(reply.id)?.(reply.event));
      const call = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("ok" in reply) call?.resolve(reply.ok);
      else call?.reject(new AgentError(reply.error.message));
    }),
  );
  socket.on("error", () => {}); // "close" follows
  socket.on("close", () => {
    for (const call of waiting.values()) call.reject(new LabAgentGone("the lab ended"));
    waiting.clear();
  });

  const send = (id: number, call: Call, body: unknown): void => {
    socket.write(`${JSON.stringify({ id, call, body })}\n`);
  };
  const call = <C extends Call>(call: C, body: Calls[C]["request"], signal?: AbortSignal): Promise<Calls[C]["reply"]> =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new LabAgentGone("the lab ended"));
      const id = nextId++;
      const cancel = (): void => send(nextId++, "cancel", { call: id });
      const settled = (): void => signal?.removeEventListener("abort", cancel);
      waiting.set(id, {
        resolve: (value) => (settled(), resolve(value as Calls[C]["reply"])),
        reject: (error) => (settled(), reject(error)),
      });
      send(id, call, body);
      if (signal?.aborted) cancel();
      else signal?.addEventListener("abort", cancel, { once: true });
    });
  const listen = <C extends "events" | "changes">(
    name: C,
    body: Calls[C]["request"],
    heard: (event: CallEvent) => void,
  ): Listening => {
    const id = nextId; // the one the call is about to get
    // What a listener returns is nobody's to wait for.
    listeners.set(id, (event) => {
      heard(event);
    });
    const done = call(name, body).finally(() => listeners.delete(id));
    // What was on its way when the end was asked for is still heard: past events are.
    const end = (): void => {
      if (!socket.destroyed) send(nextId++, "cancel", { call: id });
    };
    return { done, end };
  };
  return {
    call,
    start: (request, heard) => {
      const id = nextId; // the one the call is about to get
      listeners.set(id, heard as (event: CallEvent) => void | Promise<void>);
      const done = call("exec.start", request).finally(() => listeners.delete(id));
      const unheard = (): void => {}; // the session has ended; `done` tells
      return {
        done,
        input: (bytes) => call("exec.input", { call: id, base64: bytes.toString("base64") }),
        resize: (size) => void call("exec.resize", { call: id, ...size }).catch(unheard),
        signal: (name) => void call("exec.signal", { call: id, signal: name }).catch(unheard),
      };
    },
    events: (options, heard) => listen("events", options, (event) => heard(event as LabEvent)),
    changes: (heard) => {
      let ended = false;
      const listening = listen("changes", {}, (event) => {
        if (!ended) heard(event as KernelChange);
      });
      return {
        done: listening.done,
        end: () => {
          ended = true;
          listening.end();
        },
      };
    },
    close: () => socket.destroy(),
  };
}
