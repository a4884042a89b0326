// Knows: how a test sits at a terminal with labctl running in it: types, reads the screen, changes the window's size.
// Refuses to know: what is being tested.

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { TerminalSize } from "../../src/runtime/agent/protocol.ts";
import { startInTerminal } from "../../src/runtime/agent/terminal.ts";
import { repository, type Labctl } from "./labctl.ts";

export interface TestTerminal {
  type(text: string): void;
  /** Resolves when `text` is on the screen after whatever was waited for before. */
  shows(text: string): Promise<void>;
  /** Types the same again and again until the answer shows: for what takes effect at some moment soon. */
  typesUntil(text: string, answer: string): Promise<void>;
  resize(size: TerminalSize): void;
  readonly ended: Promise<number | null>;
}

const showsWithinMs = 20_000;

export function typeAt(labctl: Labctl, size: TerminalSize, ...args: string[]): TestTerminal {
  const env = { ...process.env, LABCTL_STATE_DIR: labctl.stateDir, NO_COLOR: "1", TERM: "dumb" };
  const argv = [process.execPath, join(repository, "dist/labctl.js"), ...args];
  const { child, stream, resize } = startInTerminal(argv, size, env);
  let screen = "";
  stream.on("data", (chunk: Buffer) => (screen += chunk.toString("utf8")));
  stream.on("error", () => {}); // EIO: nobody is at the other end any more
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const take = (text: string): boolean => {
    const at = screen.indexOf(text);
    if (at >= 0) screen = screen.slice(at + text.length);
    return at >= 0;
  };
  const waitFor = async (text: string, again: () => void): Promise<void> => {
    const deadline = performance.now() + showsWithinMs;
    while (!take(text)) {
      if (performance.now() > deadline) throw new Error(`the terminal never showed ${JSON.stringify(text)}: ${screen}`);
      await delay(50);
      again();
    }
  };
  return {
    type: (text) => void stream.write(text),
    shows: (text) => waitFor(text, () => {}),
    typesUntil: (text, answer) => {
      let turns = 0;
      return waitFor(answer, () => {
        if (turns++ % 20 === 0) stream.write(text);
      });
    },
    resize,
    ended,
  };
}
