import { describe, expect, it } from "vitest";
import type { Channel } from "../../../src/term/output.ts";
import { createProgress } from "../../../src/term/progress.ts";
import { plainStyle } from "../../../src/term/style.ts";

function recorder(isTty: boolean) {
  let text = "";
  let clock = 0;
  const channel: Channel = { write: (part) => (text += part), style: plainStyle, isTty, columns: 40 };
  return { progress: createProgress(channel, () => clock), pass: (ms: number) => (clock += ms), text: () => text };
}

describe("progress", () => {
  it("is one line per stage where there is no terminal", () => {
    const { progress, pass, text } = recorder(false);
    progress.start("links");
    progress.note("3 of 5");
    pass(120);
    progress.end("5 links");
    progress.start("processes");
    pass(1500);
    progress.fail();
    expect(text()).toBe("✓ links                        0.12 s  5 links\n✗ processes                    1.50 s\n");
  });

  it("rewrites the line on a terminal, and never lets it wrap", () => {
    const { progress, text } = recorder(true);
    progress.start("links");
    progress.note("x".repeat(100));
    progress.end();
    const frames = text().split("\r\x1b[K").slice(1);
    expect(frames).toEqual(["· links ", `· links ${"x".repeat(31)}`, "✓ links                        0.00 s\n"]);
    expect(frames.every((frame) => frame.trimEnd().length < 40)).toBe(true);
  });

  it("ends a stage that is open when the next begins, and nothing when none is", () => {
    const { progress, text } = recorder(false);
    progress.end();
    progress.fail();
    expect(text()).toBe("");
    progress.start("a");
    progress.start("b");
    expect(text()).toMatch(/^✓ a +0\.00 s\n$/);
  });
});
