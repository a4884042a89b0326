// Knows: the agent's end of the serial line between a guest and its host.
// Refuses to know: the host's end (relay.ts) and what is said on it.

import { constants, openSync } from "node:fs";
import type { Duplex } from "node:stream";
import { ReadStream } from "node:tty";
import { creditFrame, encodeFrame, greeting } from "./frames.ts";
import { plainLine } from "./line.ts";
import { createStreams } from "./streams.ts";

/**
 * Serves every client the host lets in. `device` is a serial line that is raw already (the guest's first program sees
 * to it). When the line breaks there is no way to or from this guest any more: the process ends, and the guest with it.
 */
export function serveLine(device: string, serve: (client: Duplex) => void): void {
  // A tty read through libuv is not blocking; as a plain file it would occupy a thread for every read.
  const line = new ReadStream(openSync(device, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK));
  const streams = createStreams(plainLine(line), serve);
  line.on("data", (chunk: Buffer) => {
    line.write(encodeFrame(creditFrame(0, chunk.length))); // the host paces itself by this
    streams.receive(chunk);
  });
  line.on("close", () => process.exit(1));
  line.on("error", () => {}); // "close" follows
  line.write(greeting);
}
