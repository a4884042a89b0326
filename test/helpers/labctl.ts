// Knows: how a test runs labctl as a user does: the built program, a state folder of its own, a time limit.
// Refuses to know: what is being tested.

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");
const program = join(repository, "dist/labctl.js");

export interface Ran {
  /** 128 + N when signal N ended it, as a shell reports it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Labctl {
  /** A folder of the test's own: lab files go here. */
  readonly dir: string;
  readonly stateDir: string;
  run(...args: string[]): Promise<Ran>;
  /** The same, with something to read on stdin. */
  runWith(input: string, ...args: string[]): Promise<Ran>;
  /** Starts it and hands the process over; `done` is how it ended. */
  start(...args: string[]): { readonly child: ChildProcess; readonly done: Promise<Ran> };
  write(name: string, text: string): string;
  /** Destroys every lab of this state folder and removes the folder. */
  cleanUp(): Promise<void>;
}

/** For one command, unless the test says otherwise. */
const usualTimeLimitMs = 120_000;

export function makeLabctl({ timeLimitMs = usualTimeLimitMs } = {}): Labctl {
  const dir = mkdtempSync(join(tmpdir(), "labctl-test-"));
  const stateDir = join(dir, "state");
  const start: Labctl["start"] = (...args) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: dir,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: timeLimitMs,
      env: { ...process.env, LABCTL_STATE_DIR: stateDir, NO_COLOR: "1", NODE_EXTRA_CA_CERTS: undefined },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    const done = new Promise<Ran>((resolveRan, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) =>
        resolveRan({ code: code ?? 128 + constants.signals[signal ?? "SIGKILL"], stdout, stderr }),
      );
    });
    return { child, done };
  };
  const runWith: Labctl["runWith"] = (input, ...args) => {
    const { child, done } = start(...args);
    child.stdin?.on("error", () => {}); // it does not read
    child.stdin?.end(input);
    return done;
  };
  const run: Labctl["run"] = (...args) => runWith("", ...args);
  return {
    dir,
    stateDir,
    run,
    runWith,
    start,
    write: (name, text) => {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    },
    cleanUp: async () => {
      await run("destroy", "--all");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
