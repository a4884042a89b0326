// Knows: how a pcap stream becomes lines of text: tcpdump reads it here, outside of the lab, and opens no interface.
// Refuses to know: where the packets come from.

import { spawn } from "node:child_process";
import { CommandError, HostError } from "../base/errors.ts";
import { systemPath } from "./user-namespace.ts";

export interface PacketPrinter {
  /** Resolves when there is room for more. */
  feed(pcap: Uint8Array): Promise<void>;
  /** No more comes: resolves when the last line was said. Throws HostError without tcpdump, CommandError when it fails. */
  end(): Promise<void>;
}

/** What tcpdump says about itself, whatever it reads. */
const ownWords = /^(reading from file|dropped privs to|tcpdump: dropped privs to) /;

/** `words` are options of tcpdump's about what is printed (`-e`, `-v`). `said` gets its output; it is read on when that settles. */
export function startPacketPrinter(
  words: readonly string[],
  said: (text: Uint8Array) => void | Promise<void>,
): PacketPrinter {
  // -l: a line as soon as there is one; -n: the machine's names are not the lab's. In a group of its own, so that
  // Ctrl-C ends the capture and this prints what was under way.
  const argv = ["tcpdump", "-l", "-n", ...words, "-r", "-"];
  const child = spawn(argv[0] ?? "", argv.slice(1), {
    detached: true,
    cwd: "/",
    env: { ...process.env, PATH: systemPath },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
  child.stdin.on("error", () => {}); // it has ended: its exit code tells
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", (error) => {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      reject(missing ? new HostError("tcpdump is not installed", "sudo apt-get install tcpdump") : error);
    });
    child.once("close", (code) => {
      const output = complaint
        .split("\n")
        .filter((line) => line !== "" && !ownWords.test(line))
        .join("\n");
      if (code === 0) resolve();
      else reject(new CommandError("tcpdump does not print what was captured", { command: argv.join(" "), output }));
    });
  });
  const printed = (async () => {
    for await (const text of child.stdout as AsyncIterable<Buffer>) await said(text);
  })();
  const all = Promise.all([printed, ended]);
  all.catch(() => {}); // whoever ends it is told
  return {
    feed: (pcap) =>
      new Promise((resolve) => {
        if (child.stdin.destroyed || child.stdin.writableEnded) resolve();
        else child.stdin.write(pcap, () => resolve());
      }),
    end: async () => {
      child.stdin.end();
      await all;
    },
  };
}
