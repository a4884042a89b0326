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
    const { out } = createOutput({ stdout, stderr: new PassThrough(), env: {}, onClosed });
    out.write("a\n");
    await new Promise((resolve) => stdout.once("close", resolve));
    out.write("b\n");
    out.write("c\n");
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it("keeps results and the rest apart", () => {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const { out, err } = createOutput({ stdout, stderr, env: {}, onClosed: () => undefined });
    out.write("result\n");
    err.write("progress\n");
    expect([String(stdout.read()), String(stderr.read())]).toEqual(["result\n", "progress\n"]);
    expect([out.isTty, out.columns]).toEqual([false, 120]);
  });
});
