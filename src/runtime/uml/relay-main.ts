// Knows: the one process of a guest's lab on the host: it runs the user-mode kernel and lets clients through to the agent inside.
// Refuses to know: what clients and agent say to each other.
//
// Started in the lab's state folder: relay-main.js COMMAND..., where COMMAND runs the kernel with its first serial line on
// descriptor 3. Descriptor 3 of this process is for whoever starts it: `pid N` at once, `ready` when the agent listens.

import { spawn } from "node:child_process";
import { openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { afterGreeting } from "./frames.ts";
import { pacedLine } from "./line.ts";
import { guestSocket, kernelLog } from "./paths.ts";
import { createStreams } from "./streams.ts";
import { hasWideRegisters, wideRegistersLibrary } from "./wide-registers.ts";

const [file = "", ...args] = process.argv.slice(2);
const log = openSync(kernelLog, "a");
const library = openLibrary();
const kernel = spawn(file, args, {
  detached: true,
  stdio: ["ignore", log, log, "pipe", ...(library === undefined ? [] : [library])],
  // By its descriptor: it has no name, and a path with a space or a colon in it would be two.
  ...(library === undefined ? {} : { env: { ...process.env, LD_PRELOAD: "/proc/self/fd/4" } }),
});
const line = kernel.stdio[3] as Duplex;
// Killing either is destroying the lab. Behind a fence all processes there end together. Without one, somebody has to
// outlive this process for a moment: the kernel stops its user processes, and they would stay so when it is gone.
const fenced = process.env["LABCTL_FENCED"] !== undefined;
if (!fenced && kernel.pid !== undefined) {
  const lastRites = 'read -r never; kill -s KILL -- "-$1"';
  spawn("sh", ["-c", lastRites, "guard", String(kernel.pid)], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
}
kernel.once("error", () => process.exit(1));
kernel.once("exit", () => process.exit(1));
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, () => {
    kernel.kill("SIGKILL");
    process.exit(0);
  });
}

const starter = new Socket({ fd: 3, readable: true, writable: true });
starter.on("error", () => {}); // "close" follows
starter.resume();
starter.on("close", () => {
  if (!listening) process.exit(1); // whoever wanted this lab is gone before it was there
});
// Behind a fence the shell there is the anchor, and has said so.
if (!fenced) starter.write(`pid ${process.pid}\n`);

let listening = false;
const streams = createStreams(pacedLine(line), (unexpected) => unexpected.destroy());
line.on(
  "data",
  afterGreeting((chunk) => streams.receive(chunk), listen),
);
line.on("error", () => {}); // the kernel's end follows

function listen(): void {
  rmSync(guestSocket, { force: true });
  createServer(serve).listen(guestSocket, () => {
    listening = true;
    starter.end("ready\n");
  });
}

function serve(client: Socket): void {
  const stream = streams.open();
  client.pipe(stream).pipe(client);
  client.on("error", () => {}); // "close" follows
  client.on("close", () => stream.destroy());
  stream.on("close", () => client.end());
}

/** The library that this processor makes necessary, beside the guest's memory: there, too, files must be executable. */
function openLibrary(): number | undefined {
  if (!hasWideRegisters(readFileSync("/proc/cpuinfo", "latin1"))) return undefined;
  const name = join(tmpdir(), `labctl-registers-${process.pid}.so`);
  writeFileSync(name, wideRegistersLibrary(), { mode: 0o700, flag: "wx" });
  try {
    return openSync(name, "r");
  } finally {
    rmSync(name);
  }
}
