// Knows: the programs of a Cumulus switch: net, nv, ifreload and ifquery, one file for all.
// Refuses to know: what they do; it loads only the part that is asked for, as most of the time goes into starting.
//
//   net show bgp summary

import { basename } from "node:path";
import { factsOf } from "../../nclu/facts.ts";
import { readShow } from "../../nclu/show/asked.ts";
import { readSwitch } from "../../nclu/switch-files.ts";
import { answerShow } from "./answer-show.ts";
import { readFiles, readPorts } from "./disk.ts";

async function main([self = "", ...words]: readonly string[]): Promise<number> {
  const program = basename(self);
  switch (program) {
    case "net": {
      const shown = await liveShow(words);
      return shown ?? (await import("./session.ts")).runSession(["net", ...words]);
    }
    case "nv":
      return (await import("./session.ts")).runSession(["nv", ...words]);
    case "ifreload":
      return (await import("./ifupdown.ts")).ifreload(words, say);
    case "ifquery":
      return (await import("./ifupdown.ts")).ifquery(words, say);
    default:
      say(`${program}: not a program of this switch\n`);
      return 1;
  }
}

/** What the running switch answers needs neither the buffer nor the history. undefined: it is something else. */
async function liveShow([verb, ...words]: readonly string[]): Promise<number | undefined> {
  if (verb?.startsWith("s") !== true || !"show".startsWith(verb)) return undefined;
  const files = readFiles();
  const shown = readShow(words, factsOf(readSwitch(files), readPorts()));
  if (shown.kind !== "ask") return undefined;
  const { text, exitCode } = await answerShow(shown.request, files);
  say(text);
  return exitCode;
}

function say(text: string): void {
  process.stdout.write(text);
}

// `net show … | head`, or a terminal that went away: nobody reads on, and what was begun is ended all the same.
process.stdout.on("error", () => {});
// No `await` at the top: the program is CommonJS, which Node starts faster.
void main(process.argv.slice(1)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  },
);
