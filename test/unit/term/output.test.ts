import { PassThrough, Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { createOutput } from "../../../src/term/output.ts";

function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
}

describe("output", () => {
  it("tells once that the reader went away, and writes no more", async () => {
    const onClosed = vi.fn<() => void>();
    const stdout = failing("EPIPE");
    const { out } = createOutput({ stdout: () => stdout, stderr: () => new PassThrough(), env: {}, onClosed });
    out.write("a\n");
    await new Promise((resolve) => stdout.once("close", resolve));
    out.write("b\n");
    out.write("c\n");
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it("is drained when a slow reader has taken all of it", async () => {
    const taken: string[] = [];
    const stdout = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) =>
        void setImmediate(() => done(void taken.push(String(chunk)) as undefined)),
    });
    const { out, drained } = createOutput({
      stdout: () => stdout,
      stderr: () => new PassThrough(),
      env: {},
      onClosed: () => undefined,
    });
    out.write("a");
    out.write("b");
    expect(taken).toEqual([]);
    await drained();
    expect(taken.join("")).toBe("ab");
  });

  it("is drained when nobody reads any more", async () => {
    const { out, drained } = createOutput({
      stdout: () => failing("EPIPE"),
      stderr: () => new PassThrough(),
      env: {},
      onClosed: () => undefined,
    });
    out.write("a");
    await expect(drained()).resolves.toBeUndefined();
  });

  it("says when it could not be written", async () => {
    const { out, drained } = createOutput({
      stdout: () => failing("ENOSPC"),
      stderr: () => new PassThrough(),
      env: {},
      onClosed: () => undefined,
    });
    out.write("a");
    await expect(drained()).rejects.toThrow("the output cannot be written: ENOSPC");
  });

  it("keeps results and the rest apart", () => {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const { out, err } = createOutput({
      stdout: () => stdout,
      stderr: () => stderr,
      env: {},
      onClosed: () => undefined,
    });
    out.write("result\n");
    err.write("progress\n");
    expect([String(stdout.read()), String(stderr.read())]).toEqual(["result\n", "progress\n"]);
    expect([out.isTty, out.columns]).toEqual([false, 120]);
  });
});
