// Knows: how a switch's program starts fast: from what V8 compiled the last time somebody typed a command like this.
// Refuses to know: what the programs do (net-main.ts).
//
//   /usr/local/bin/net: require("/.labctl/net.cjs")
//
// Compiling the program is a third of what `net show` takes over starting Node. V8 checks that what was kept fits the
// source, the version and the processor, and compiles anew when it does not.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Script } from "node:vm";
import { compiledFolder, programFile } from "./places.ts";

const [, self = "", verb = ""] = process.argv;
// Each verb needs another part of the program.
const kept = `${compiledFolder}/${basename(self)}${/^[a-z]/.exec(verb)?.[0] ?? ""}`;

function readKept(): Buffer | undefined {
  try {
    return readFileSync(kept);
  } catch {
    return undefined; // nobody has typed one yet
  }
}

function keep(script: Script): void {
  try {
    mkdirSync(compiledFolder, { recursive: true });
    writeFileSync(`${kept}.${process.pid}`, script.createCachedData());
    renameSync(`${kept}.${process.pid}`, kept);
  } catch {
    // A full or read-only disk: the next one compiles as well.
  }
}

const cachedData = readKept();
const source = `(function (require) {${readFileSync(programFile, "utf8").replace(/^#!.*/, "")}\n})`;
const script = new Script(source, { filename: programFile, ...(cachedData === undefined ? {} : { cachedData }) });
if (script.cachedDataRejected !== false) process.once("exit", () => keep(script));
const run = script.runInThisContext() as (load: NodeJS.Require) => void;
run(require);
