// Knows: labs with the mistakes that people make, and what a person is then told.
// Refuses to know: labs that are right (labs/ and the other tests).

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

const folder = join(import.meta.dirname, "evidence");
const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));

let labctl: Labctl;
withLabctl("the file", (fresh) => (labctl = fresh));

const frrVersion = /\d+/.exec(execFileSync("/usr/lib/frr/zebra", ["--version"], { encoding: "utf8" }))?.[0];

/** What a version of FRR does in another way has a text of its own: `NAME.frr10.txt`. */
function expectedOf(name: string): string {
  const stem = join(folder, name.replace(/\.yml$/, ""));
  const own = `${stem}.frr${frrVersion}.txt`;
  return existsSync(own) ? own : `${stem}.txt`;
}

/** What differs from run to run: times, counts of questions and of messages, and where a session stands that retries. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/ +\d+(?:\.\d+)? (?:ms|s)\b/g, " TIME")
    .replaceAll(/asked (?:once|\d+ times)/g, "asked N times")
    .replaceAll(/("(?:msgRcvd|msgSent|connectionsEstablished|connectionsDropped|peerUptime)": )[^,\n]+/g, "$1…")
    .replaceAll(/\b(?:Idle|Active|Connect|OpenSent|OpenConfirm)\b/g, "STATE")
    .replaceAll(/no answer to \d+ packets?/g, "no answer to N packets");
}

describe("a lab with a mistake fails, and the report names the mistake", () => {
  test.each(names)("%s", async (name) => {
    copyFileSync(join(folder, name), join(labctl.dir, name));
    const { code, stdout, stderr } = await labctl.run("test", name);
    expect(stderr).not.toMatch(/error|bug/i);
    expect(code).toBe(1);
    await expect(withoutChance(stdout)).toMatchFileSnapshot(expectedOf(name));
  });
});
