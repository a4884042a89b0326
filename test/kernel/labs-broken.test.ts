// Knows: twins of labs/ with one mistake each, and what a student is then told.
// Refuses to know: the labs without the mistake (labs.test.ts).

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { repository, type Labctl, type Ran } from "../helpers/labctl.ts";

const folder = join(repository, "test/golden/broken");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => name.replace(/\.yml$/, ""));

let labctl: Labctl;
let ran: Ran;
/** Far more than they need: a slow machine makes them slow, not different. */
const timeLimitMs = 300_000;
withLabctl("the file", (fresh) => (labctl = fresh), { timeLimitMs });
// Side by side: what they do most is wait. Each asks for what its mistake breaks only when all that works has come up.
beforeAll(async () => {
  ran = await labctl.run("test", "--jobs", "5", ...names.map((name) => join(folder, `${name}.yml`)));
}, timeLimitMs);

test("all fail, and none for another reason than its tests", () => {
  expect(ran.stderr).not.toMatch(/error|bug/i);
  expect(ran.code).toBe(1);
});

describe("a lab with a mistake says so, and the report names the mistake", () => {
  test.each(names)("%s", async (name) => {
    const file = join(folder, `${name}.yml`);
    const report = withoutChance(reportOf(name, ran.stdout)).replaceAll(`${folder}/`, "");
    expect(report).toContain("✘");
    await expect(`${mistakeIn(file)}\n${report}`).toMatchFileSnapshot(join(folder, `${name}.txt`));
  });
});

/** The part of a report of several labs that is about one: from its heading to its sum. */
function reportOf(name: string, stdout: string): string {
  const lines = stdout.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${name} `));
  expect(start, `a report of ${name}`).toBeGreaterThanOrEqual(0);
  const end = lines.findIndex((line, i) => i > start && /^\d+ (passed|failed)/.test(line));
  return `${lines.slice(start, end + 1).join("\n")}\n`;
}

/** The lines in which a twin's topology differs from that of the lab its summary names; they stand together. */
function mistakeIn(file: string): string {
  const text = readFileSync(file, "utf8");
  const original = /^summary: (labs\/\S+\.yml)/m.exec(text)?.[1] ?? "";
  const [theirs, ours] = [readFileSync(join(repository, original), "utf8"), text].map((whole) =>
    whole.slice(whole.indexOf("\ntopology:"), whole.indexOf("\ntests:")).split("\n"),
  ) as [string[], string[]];
  const from = theirs.findIndex((line, i) => line !== ours[i]);
  const after = theirs.toReversed().findIndex((line, i) => line !== ours.at(-1 - i));
  const [gone, come] = [theirs.slice(from, theirs.length - after), ours.slice(from, ours.length - after)];
  expect(gone.length, `one mistake in ${file}`).toBe(1);
  return [...gone.map((line) => `- ${line.trim()}`), ...come.map((line) => `+ ${line.trim()}`), ""].join("\n");
}

/** What differs from run to run: times, counts of questions and messages, the order of equal next hops, and what passed. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/^( +✔ .*?)  +\d.*$/gm, "$1")
    .replaceAll(/ +(?:\d+ m )?\d+(?:\.\d+)? (?:ms|s)$/gm, " TIME")
    .replaceAll(/waited .*/g, "waited TIME")
    .replaceAll(/pairs in \d+ ms/g, "pairs in TIME")
    .replaceAll(/("(?:msgRcvd|msgSent|connectionsEstablished|connectionsDropped|peerUptime)": )[^,\n]+/g, "$1…")
    .replaceAll(/\b(?:Idle|Active|Connect|OpenSent|OpenConfirm)\b/g, "STATE")
    .replaceAll(/no answer to \d+ packets?/g, "no answer to N packets")
    .replaceAll(/hops: (via .+? dev \S+) \| (via .+? dev \S+)/g, (_, a: string, b: string) =>
      a < b ? `hops: ${a} | ${b}` : `hops: ${b} | ${a}`,
    );
}
