// Knows: how FRR is asked, before anything starts, which lines of a configuration it would refuse.
// Refuses to know: what is done about them (frr-start.ts).

import { spawn } from "node:child_process";
import { parseVtyshCheck, type RefusedLine } from "./frr-config.ts";
import { systemPath } from "./user-namespace.ts";

/**
 * `vtysh -C` only reads, so it runs outside of the lab, with the caller's rights: the program is the same one, and in a
 * guest it would take a fifth of the time a router needs to start (350 ms of 1.9 s). Empty when it cannot be run: then
 * the daemons' own complaints have to do.
 */
export function checkFrrConfig(text: string, options: { readonly timeoutMs: number }): Promise<readonly RefusedLine[]> {
  return new Promise((resolve) => {
    // Through `cat`: what Node gives a child to read is a socket, and that cannot be opened as a file.
    const child = spawn("sh", ["-c", "cat | vtysh -C -f /dev/stdin"], {
      cwd: "/",
      env: { PATH: systemPath, LC_ALL: "C" },
      stdio: ["pipe", "pipe", "pipe"],
      timeout: options.timeoutMs,
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    }
    child.stdin.on("error", () => {}); // it ended before it read all
    child.stdin.end(text);
    child.once("error", () => resolve([]));
    child.once("close", () => resolve(parseVtyshCheck(said)));
  });
}
