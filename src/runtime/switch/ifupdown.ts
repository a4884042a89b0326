// Knows: `ifreload -a` and `ifquery`: the interfaces file as the kernel should have it, and as it is written.
// Refuses to know: NCLU's commands.

import { unknownKeywords } from "../../nclu/interfaces-check.ts";
import { path, readSwitch } from "../../nclu/switch-files.ts";
import { locked, readFiles } from "./disk.ts";
import { reload } from "./reload.ts";

/** Nothing failed. */
const done = Symbol("done");

type Say = (text: string) => void;

/** The file may have been edited by hand: what differs from what was applied last is done. */
export async function ifreload(words: readonly string[], say: Say): Promise<number> {
  if (!words.some((word) => word === "-a" || word === "--all")) {
    say("usage: ifreload -a\n");
    return 1;
  }
  const files = readFiles();
  for (const { line, name, keyword, hint } of unknownKeywords(files[path.interfaces] ?? ""))
    say(`warning: ${path.interfaces}: line${line}: ${name}: unsupported keyword (${keyword})${hint}\n`);
  const failed = await locked("ifreload -a", () => reload(readFiles(), { keepGoing: true, repair: true }) ?? done);
  if (failed === done) return 0;
  if (typeof failed === "string") {
    say(failed);
    return 1;
  }
  say(`error: ${failed.command}: ${failed.output.trimEnd()}\n`);
  return 1;
}

/** The stanzas of all interfaces (`-a`) or of those named, as the file has them. */
export function ifquery(words: readonly string[], say: Say): number {
  const names = words.filter((word) => !word.startsWith("-"));
  const { stanzas } = readSwitch(readFiles());
  if (names.length === 0 && !words.some((word) => word === "-a" || word === "--all")) {
    say("usage: ifquery -a | ifquery INTERFACE…\n");
    return 1;
  }
  let code = 0;
  for (const name of names.length === 0 ? stanzas.keys() : names) {
    const stanza = stanzas.get(name);
    if (!stanza) {
      say(`error: cannot find interfaces: ${name}\n`);
      code = 1;
      continue;
    }
    const method = stanza.method === "static" ? "" : ` inet ${stanza.method}`;
    const lines = stanza.attributes.map(({ key, value }) => `\t${key} ${value}\n`);
    say(`auto ${name}\niface ${name}${method}\n${lines.join("")}\n`);
  }
  return code;
}
