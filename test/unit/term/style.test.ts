import { describe, expect, it } from "vitest";
import { styleFor } from "../../../src/term/style.ts";

describe("colour", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ TERM: "dumb" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "false" }, true, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  ])("with %j on a terminal (%s): %s", (env, isTty, coloured) => {
    expect(styleFor({ isTty, env })("bad", "x")).toBe(coloured ? "\x1b[31mx\x1b[39m" : "x");
  });

  it("leaves nothing of an empty text", () => {
    expect(styleFor({ isTty: true, env: {} })("bad", "")).toBe("");
  });
});
