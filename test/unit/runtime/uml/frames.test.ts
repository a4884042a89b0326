import fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterGreeting,
  encodeFrame,
  frameReader,
  greeting,
  maxPayloadBytes,
  type Frame,
} from "../../../../src/runtime/uml/frames.ts";

const anyFrame: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom("open", "data", "credit", "close"),
  stream: fc.nat({ max: 2 ** 32 - 1 }),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

test("frames arrive as they were sent, whatever the pieces the line makes of them", () => {
  fc.assert(
    fc.property(fc.array(anyFrame, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), (frames, size) => {
      const bytes = Buffer.concat(frames.map(encodeFrame));
      const heard: Frame[] = [];
      const feed = frameReader((frame) => heard.push({ ...frame, payload: Buffer.from(frame.payload) }));
      for (let at = 0; at < bytes.length; at += size) feed(bytes.subarray(at, at + size));
      expect(heard).toEqual(frames);
    }),
  );
});

test("a line that lost bytes is noticed, not guessed at", () => {
  const feed = frameReader(() => {});
  expect(() => feed(Buffer.from("Kernel panic - not syncing"))).toThrow("something else than frames");
  const longest = encodeFrame({ kind: "data", stream: 1, payload: Buffer.alloc(maxPayloadBytes) });
  expect(() => frameReader(() => {})(longest)).not.toThrow();
  longest.writeUInt32BE(maxPayloadBytes + 1, 5);
  expect(() => frameReader(() => {})(longest)).toThrow("something else than frames");
});

test("whatever comes before the greeting is skipped", () => {
  for (let size = 1; size < 40; size++) {
    let greeted = 0;
    const heard: Buffer[] = [];
    const feed = afterGreeting(
      (chunk) => heard.push(chunk),
      () => (greeted += 1),
    );
    const bytes = Buffer.concat([
      Buffer.from("random: crng init done\n*labctl"),
      greeting,
      Buffer.from("\0after"),
      greeting,
    ]);
    for (let at = 0; at < bytes.length; at += size) feed(bytes.subarray(at, at + size));
    expect(greeted).toBe(1);
    expect(Buffer.concat(heard)).toEqual(Buffer.concat([Buffer.from("\0after"), greeting]));
  }
});
