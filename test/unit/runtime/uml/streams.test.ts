import { once } from "node:events";
import { Duplex, PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { creditFrame, encodeFrame } from "../../../../src/runtime/uml/frames.ts";
import { pacedLine, plainLine } from "../../../../src/runtime/uml/line.ts";
import { createStreams, type Streams } from "../../../../src/runtime/uml/streams.ts";

/** Both ends of a serial line, as the host's relay and the guest's agent use it. */
function connected(accept: (stream: Duplex) => void): {
  readonly host: Streams;
  readonly sent: { mostUnread: number };
} {
  const [toGuest, toHost] = [new PassThrough(), new PassThrough()];
  const hostEnd = Duplex.from({ readable: toHost, writable: toGuest });
  const guestEnd = Duplex.from({ readable: toGuest, writable: toHost });
  const sent = { mostUnread: 0 };
  const guest = createStreams(plainLine(guestEnd), accept);
  const host = createStreams(pacedLine(hostEnd), () => {});
  guestEnd.on("data", (chunk: Buffer) => {
    sent.mostUnread = Math.max(sent.mostUnread, chunk.length + toGuest.readableLength);
    guestEnd.write(encodeFrame(creditFrame(0, chunk.length)));
    guest.receive(chunk);
  });
  hostEnd.on("data", (chunk: Buffer) => host.receive(chunk));
  return { host, sent };
}

const someBytes = (size: number, seed: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed) & 255));

async function readAll(stream: Duplex, size: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let had = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    had += chunk.length;
    if (had >= size) break;
  }
  return Buffer.concat(chunks);
}

test("several streams at a time carry more than any window, both ways, each its own bytes", async () => {
  const { host, sent } = connected((stream) => stream.pipe(stream));
  await Promise.all(
    [1, 2, 3].map(async (seed) => {
      const bytes = someBytes(700_000, seed);
      const stream = host.open();
      stream.write(bytes);
      expect((await readAll(stream, bytes.length)).equals(bytes)).toBe(true);
    }),
  );
  // The guest's terminal layer would have to stop the line at 3968.
  expect(sent.mostUnread).toBeLessThanOrEqual(3584);
});

test("a stream nobody reads holds up no other", async () => {
  const accepted: Duplex[] = [];
  const { host } = connected((stream) => accepted.push(stream));
  const [idle, busy] = [host.open(), host.open()];
  let idleDone = false;
  idle.write(someBytes(2_000_000, 1), () => (idleDone = true));
  busy.write("quick");
  while (accepted.length < 2) await nextTurn();
  expect(String(await readAll(accepted[1] as Duplex, 5))).toBe("quick");
  expect(idleDone).toBe(false);
});

test("closing one end ends the other, after what was sent before", async () => {
  let atGuest: Duplex | undefined;
  const { host } = connected((stream) => (atGuest = stream));
  const stream = host.open();
  stream.write("last words");
  while (atGuest === undefined) await nextTurn();
  const heard = readAll(atGuest, Infinity);
  stream.destroy();
  expect(String(await heard)).toBe("last words");

  const second = host.open();
  await nextTurn();
  while (atGuest.destroyed) await nextTurn();
  const closed = once(second.resume(), "close");
  atGuest.destroy();
  await closed;
});
