// Knows: how streams share a line fairly: small pieces in turn, and no more under way than the far side has room for.
// Refuses to know: what the line is and what the streams carry.

import { Duplex } from "node:stream";
import { creditFrame, encodeFrame, frameReader, type Frame } from "./frames.ts";
import type { Line } from "./line.ts";

/** So much of one stream may be under way unread: a reader that stopped must not hold up the others' line. */
const windowBytes = 256 * 1024;
/** Credit is given back in portions: a frame for every few bytes would be most of the traffic. */
const creditPortionBytes = 64 * 1024;
/** A short answer waits for at most one such piece of a long one; at 3 MB/s (measured) that is 3 ms. */
const pieceBytes = 8 * 1024;

export interface Streams {
  open(): Duplex;
  /** Feed what the line says. Throws when it is no longer in step. */
  receive(chunk: Buffer): void;
}

/** The line itself is stream 0, which carries nothing but credit (line.ts). */
const ofLine = 0;

/** `accept` is called for streams the far side opens. Only one side opens any, so numbers cannot clash. */
export function createStreams(line: Line, accept: (stream: Duplex) => void): Streams {
  const streams = new Map<number, Stream>();
  let nextNumber = 1;
  // Pieces of all streams queue for the line in the order they were handed in.
  let turn: Promise<void> = Promise.resolve();
  const send = (frame: Frame): Promise<void> => {
    if (frame.kind === "credit") return line.send(encodeFrame(frame)); // the far side waits for it
    turn = turn.then(() => line.send(encodeFrame(frame)));
    turn.catch(() => {}); // a line that fails ends its process; who waits for this piece is told as well
    return turn;
  };
  const make = (number: number): Stream => {
    const stream = new Stream(number, send, () => streams.delete(number));
    streams.set(number, stream);
    return stream;
  };
  return {
    open: () => {
      const number = nextNumber++;
      void send({ kind: "open", stream: number, payload: none });
      return make(number);
    },
    receive: frameReader(({ kind, stream: number, payload }) => {
      if (number === ofLine) return line.credit(payload.readUInt32BE(0));
      if (kind === "open") return accept(make(number));
      streams.get(number)?.hear(kind, payload); // one we have closed meanwhile may still get a word
    }),
  };
}

const none = Buffer.alloc(0);

class Stream extends Duplex {
  readonly #number: number;
  readonly #send: (frame: Frame) => Promise<void>;
  readonly #gone: () => void;
  #mayBeSent = windowBytes;
  #creditArrived: (() => void) | undefined;
  #received = 0;
  #closedByFarSide = false;

  constructor(number: number, send: (frame: Frame) => Promise<void>, gone: () => void) {
    super({ allowHalfOpen: false });
    this.#number = number;
    this.#send = send;
    this.#gone = gone;
  }

  hear(kind: "data" | "credit" | "close", payload: Buffer): void {
    if (kind === "credit") {
      this.#mayBeSent += payload.readUInt32BE(0);
      this.#creditArrived?.();
    } else if (kind === "close") {
      this.#closedByFarSide = true;
      this.#creditArrived?.();
      this.push(null);
    } else {
      this.#received += payload.length;
      if (this.push(payload)) this.#giveCredit();
    }
  }

  override _read(): void {
    this.#giveCredit();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#sendAll(chunk).then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#gone();
    this.#creditArrived?.();
    if (!this.#closedByFarSide) void this.#send({ kind: "close", stream: this.#number, payload: none });
    done(error);
  }

  async #sendAll(chunk: Buffer): Promise<void> {
    let at = 0;
    while (at < chunk.length && !this.destroyed && !this.#closedByFarSide) {
      if (this.#mayBeSent === 0) {
        await new Promise<void>((resolve) => (this.#creditArrived = resolve));
        continue;
      }
      const payload = chunk.subarray(at, at + Math.min(pieceBytes, this.#mayBeSent));
      at += payload.length;
      this.#mayBeSent -= payload.length;
      await this.#send({ kind: "data", stream: this.#number, payload });
    }
  }

  #giveCredit(): void {
    if (this.#received < creditPortionBytes || this.#closedByFarSide) return;
    void this.#send(creditFrame(this.#number, this.#received));
    this.#received = 0;
  }
}
