// Knows: how FRR daemons are asked on their vty sockets, one connection kept per daemon.
// Refuses to know: what the questions mean.

import { connect, type Socket } from "node:net";
import type { VtyAnswer } from "../runtime.ts";

export interface VtyConnection {
  /** One question at a time: FRR reads the next command only after it has answered (lib/vty.c). */
  ask(command: string, timeoutMs: number): Promise<VtyAnswer>;
  /** Settles when the daemon closes the connection: it has ended. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * A daemon that reads a long configuration answers when it is through: FRR 8.4 needs time that grows with the square
 * of the length of its prefix lists and route maps, a minute for 2000 lines.
 */
const readWithinMs = 180_000;

/** Opens `path` and becomes privileged (`enable`), as vtysh does. Rejects when nobody listens there. */
export async function openVty(path: string): Promise<VtyConnection> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect({ path });
    opening.once("connect", () => resolve(opening));
    opening.once("error", reject);
  });
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve(answer: VtyAnswer): void; reject(error: Error): void } | undefined;
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    // An answer ends with three NULs and the status byte (lib/vty.c, vtysh_read).
    const end = received.length - 4;
    if (end < 0 || received[end] !== 0 || received[end + 1] !== 0 || received[end + 2] !== 0) return;
    const answer = { text: received.toString("utf8", 0, end), status: received[end + 3] ?? 0 };
    received = Buffer.alloc(0);
    waiting?.resolve(answer);
    waiting = undefined;
  });
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      waiting?.reject(new Error("the daemon closed its vty socket"));
      waiting = undefined;
      resolve();
    });
  });
  socket.on("error", () => {}); // "close" follows and says it

  const askNow = (command: string, timeoutMs: number): Promise<VtyAnswer> =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new Error("the daemon closed its vty socket"));
      const timer = setTimeout(() => socket.destroy(), timeoutMs); // a late answer would be taken for the next one's
      waiting = {
        resolve: (answer) => (clearTimeout(timer), resolve(answer)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      };
      socket.write(`${command}\0`);
    });
  let last: Promise<unknown> = Promise.resolve();
  const ask = (command: string, timeoutMs: number): Promise<VtyAnswer> => {
    const answer = last.then(() => askNow(command, timeoutMs));
    last = answer.catch(() => {});
    return answer;
  };
  await ask("enable", readWithinMs);
  return { ask, closed, close: () => socket.destroy() };
}
