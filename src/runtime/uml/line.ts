// Knows: how bytes get onto the serial line without overrunning its far end.
// Refuses to know: frames and streams.

import type { Duplex } from "node:stream";

export interface Line {
  /** Resolves when the line has taken them. What is handed over in one call stays together. */
  send(bytes: Buffer): Promise<void>;
  /** The far end has read so many bytes. */
  credit(bytes: number): void;
}

/** For the guest's end: the host's reads whatever comes. */
export function plainLine(stream: Duplex): Line {
  return { send: (bytes) => write(stream, bytes), credit: () => {} };
}

/**
 * The guest's terminal layer holds 4096 bytes and asks the line to stop 128 bytes before (drivers/tty/n_tty.c). Stopped
 * and started again under load, the user-mode kernel's serial driver can miss the start and stay silent for good (seen
 * with 6.1 after some megabytes). So no more is ever under way than fits.
 */
const roomAtGuest = 3584;

/** For the host's end: waits until the guest has said that it read what was sent before. */
export function pacedLine(stream: Duplex): Line {
  let room = roomAtGuest;
  let roomMade: (() => void) | undefined;
  const sendAll = async (bytes: Buffer): Promise<void> => {
    for (let at = 0; at < bytes.length;) {
      if (room === 0) {
        await new Promise<void>((resolve) => (roomMade = resolve));
        continue;
      }
      const piece = bytes.subarray(at, at + room);
      at += piece.length;
      room -= piece.length;
      await write(stream, piece);
    }
  };
  let turn: Promise<void> = Promise.resolve();
  return {
    send: (bytes) => (turn = turn.then(() => sendAll(bytes))),
    credit: (bytes) => {
      room += bytes;
      roomMade?.();
    },
  };
}

function write(stream: Duplex, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
