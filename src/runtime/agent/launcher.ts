// Knows: how programs are started by a small process instead of this large one, and how their streams get here.
// Refuses to know: which programs, and how the small process does it (launcher-program.ts).

import { spawn } from "node:child_process";
import { constants as fsConstants, openSync } from "node:fs";
import { Socket } from "node:net";
import { constants } from "node:os";
import { launcherProgram } from "./launcher-program.ts";
import type { Program, ProgramRequest } from "./program.ts";
import { lineSplitter } from "./protocol.ts";

export interface Launcher {
  /** undefined: there is no launcher (any more), start it some other way. Rejects when there is no such program. */
  start(request: ProgramRequest): Promise<Program | undefined>;
}

interface Waiting {
  started(pid: number, descriptors: readonly string[]): void;
  failed(why: string): void;
  ended(code: string, signal: string): void;
  gone(): void;
}

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

export function createLauncher(): Launcher {
  const child = spawn("perl", ["-e", launcherProgram], { cwd: "/", stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map<string, Waiting>();
  let lives = true;
  let lastId = 0;
  const over = (): void => {
    lives = false;
    for (const { gone } of waiting.values()) gone();
    waiting.clear();
  };
  child.once("error", over);
  child.once("exit", over);
  child.stdin.on("error", () => {}); // "exit" tells
  child.stdout.on(
    "data",
    lineSplitter((line) => {
      const [what, id = "", ...words] = line.split(" ");
      const [first = "", second = ""] = words;
      const command = waiting.get(id);
      if (what === "started") command?.started(Number(first), words.slice(1));
      else if (what === "failed") command?.failed(words.join(" "));
      else command?.ended(first, second);
      if (what !== "started") waiting.delete(id);
    }),
  );
  const ask = (...words: readonly string[]): void => {
    const text = Buffer.from(words.map((word) => `${word}\0`).join(""), "utf8");
    const size = Buffer.alloc(4);
    size.writeUInt32BE(text.length);
    child.stdin.write(Buffer.concat([size, text]));
  };
  const open = (descriptor: string, flags: number): Socket => {
    const fd = openSync(`/proc/${child.pid}/fd/${descriptor}`, flags | fsConstants.O_NONBLOCK);
    const reads = flags === fsConstants.O_RDONLY;
    return new Socket({ fd, readable: reads, writable: !reads });
  };

  return {
    start: async ({ argv, env, stdin }) => {
      if (!lives) return undefined;
      const id = String(++lastId);
      const pairs = Object.entries(env);
      return new Promise((resolve, reject) => {
        let end: (how: Awaited<Program["ended"]>) => void;
        const ended = new Promise<Awaited<Program["ended"]>>((done) => (end = done));
        waiting.set(id, {
          started: (pid, [input = "-", output = "", complaints = ""]) => {
            const program = {
              ...{ pid, ended },
              stdin: input === "-" ? undefined : open(input, fsConstants.O_WRONLY),
              stdout: open(output, fsConstants.O_RDONLY),
              stderr: open(complaints, fsConstants.O_RDONLY),
            };
            ask("opened", id);
            resolve(program);
          },
          failed: (why) => reject(new Error(why)),
          ended: (code, signal) =>
            end(
              code === "-"
                ? { code: undefined, signal: signalNames.get(Number(signal)) ?? signal }
                : { code: Number(code), signal: undefined },
            ),
          gone: () => {
            resolve(undefined); // not begun: it is started some other way
            end({ code: undefined, signal: "SIGKILL" }); // begun: nobody will ever say how it ended
          },
        });
        ask("start", id, stdin ? "1" : "0", String(pairs.length), ...pairs.flat(), ...argv);
      });
    },
  };
}
