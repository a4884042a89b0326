// Knows: how many byte streams share one serial line: frames with a stream's number, a kind and a length.
// Refuses to know: what the streams carry, and when a sender has to wait (streams.ts).

/**
 * A guest's serial line is raw but may have carried a word of the kernel before anybody opened it: whatever comes before
 * this greeting is skipped.
 */
export const greeting = Buffer.from("\n*labctl-channel-1*\n", "latin1");

export const frameKinds = ["open", "data", "credit", "close"] as const;
export type FrameKind = (typeof frameKinds)[number];

export interface Frame {
  readonly kind: FrameKind;
  readonly stream: number;
  /** For `credit`: the number of bytes that may be sent in addition, as a 32-bit number. Empty for open and close. */
  readonly payload: Buffer;
}

/** kind (1 byte), stream (4 bytes), length of the payload (4 bytes), big endian. */
const headerBytes = 9;
/** A frame longer than this is no frame: the line lost bytes. */
export const maxPayloadBytes = 64 * 1024;

export function encodeFrame({ kind, stream, payload }: Frame): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt8(frameKinds.indexOf(kind), 0);
  frame.writeUInt32BE(stream, 1);
  frame.writeUInt32BE(payload.length, 5);
  payload.copy(frame, headerBytes);
  return frame;
}

/** Lets the far side of `stream` send `bytes` more. */
export function creditFrame(stream: number, bytes: number): Frame {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return { kind: "credit", stream, payload };
}

/** Calls `take` for each whole frame. Throws when the bytes are not frames: the line is of no use any more then. */
export function frameReader(take: (frame: Frame) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    while (pending.length - at >= headerBytes) {
      const kind = frameKinds[pending.readUInt8(at)];
      const length = pending.readUInt32BE(at + 5);
      if (kind === undefined || length > maxPayloadBytes)
        throw new Error("the serial line carries something else than frames");
      if (pending.length - at < headerBytes + length) break;
      const payload = pending.subarray(at + headerBytes, at + headerBytes + length);
      const stream = pending.readUInt32BE(at + 1);
      at += headerBytes + length;
      take({ kind, stream, payload });
    }
    pending = pending.subarray(at);
  };
}

/** Swallows everything up to and including the greeting, then hands on what follows. */
export function afterGreeting(take: (chunk: Buffer) => void, greeted: () => void): (chunk: Buffer) => void {
  let before: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (before === undefined) return take(chunk);
    before = Buffer.concat([before, chunk]);
    const at = before.indexOf(greeting);
    if (at < 0) {
      before = before.subarray(-greeting.length);
      return;
    }
    const rest = before.subarray(at + greeting.length);
    before = undefined;
    greeted();
    if (rest.length > 0) take(rest);
  };
}
