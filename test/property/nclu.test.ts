// Knows: what holds for every command of the NCLU grammar, not only for those someone thought of.
// Refuses to know: single commands; test/unit/nclu has those.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandList } from "../../src/nclu/command-list.ts";
import { rows, type Verb } from "../../src/nclu/grammar/grammar.ts";
import type { Row } from "../../src/nclu/grammar/row.ts";
import { formsOf, type Alternative, type Form } from "../../src/nclu/grammar/syntax.ts";
import { parseCommand } from "../../src/nclu/parse-command.ts";
import { runNet } from "../../src/nclu/session.ts";
import { emptyState, type NcluState, type World } from "../../src/nclu/session-state.ts";
import { readSwitch, untouchedFiles, writeSwitch, type Files } from "../../src/nclu/switch-files.ts";
import { examples, facts, groundwork } from "./nclu-examples.ts";

function textOf(alternative: Alternative): fc.Arbitrary<string> {
  if (alternative.kind === "word") return fc.constant(alternative.word);
  if (alternative.kind === "range") return number(alternative.low, alternative.high);
  const example = examples[alternative.name];
  if (!example) throw new Error(`the test has no example of ${alternative.name}`);
  return example;
}

const number = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map(String);

const wordsOf = (form: Form): fc.Arbitrary<readonly string[]> =>
  fc.tuple(...form.elements.map((e) => (e.kind === "word" ? fc.constant(e.word) : fc.oneof(...e.oneOf.map(textOf)))));

// One arbitrary per set of rows: making them is what takes time.
const formOf = (keep: (row: Row) => boolean): fc.Arbitrary<Form> =>
  fc.constantFrom(...rows.filter(keep).flatMap(formsOf));

const addable = (row: Row): boolean => row.only !== "del";
const command = (keep: (row: Row) => boolean) =>
  formOf(keep).chain((form) => wordsOf(form).map((words) => ({ form, words })));

function canonicalOf(verb: Verb, words: readonly string[]): string | undefined {
  const parsed = parseCommand(verb, words.join(" ").split(" "), facts);
  return parsed.ok ? parsed.command.canonical : undefined;
}

describe("every command of the grammar", () => {
  test("is its own canonical form, and parses to it again", () => {
    fc.assert(
      fc.property(command(addable), ({ words }) => {
        expect(canonicalOf("add", words)).toBe(`net add ${words.join(" ")}`);
      }),
      { numRuns: 100 },
    );
  });

  const cut = command(addable).chain(({ form, words }) =>
    fc.record({
      form: fc.constant(form),
      words: fc.constant(words),
      at: fc.nat({ max: words.length - 1 }),
      keep: fc.integer({ min: 1, max: 12 }),
    }),
  );

  test("means the same with any keyword cut short, as long as no other keyword there starts so", () => {
    fc.assert(
      fc.property(cut, ({ form, words, at, keep }) => {
        const element = form.elements[at];
        fc.pre(element?.kind === "word");
        const short = words[at]!.slice(0, keep);
        const there = wordsAt(form, at);
        fc.pre(!there.value && there.keywords.filter((word) => word.startsWith(short)).length === 1);
        expect(canonicalOf("add", words.with(at, short))).toBe(`net add ${words.join(" ")}`);
      }),
      { numRuns: 100 },
    );
  });
});

const allForms = rows.filter(addable).flatMap(formsOf);

/** What can stand at a place after the same keywords before it: which keywords, and whether a value could. */
function wordsAt(form: Form, at: number): { readonly keywords: readonly string[]; readonly value: boolean } {
  const elements = allForms
    .filter((other) =>
      form.elements.slice(0, at).every((element, i) => {
        const there = other.elements[i];
        return (
          there !== undefined && (element.kind === "value" || there.kind === "value" || element.word === there.word)
        );
      }),
    )
    .flatMap((other) => other.elements[at] ?? []);
  const keywords = elements.flatMap((element) => (element.kind === "word" ? [element.word] : []));
  return { keywords: [...new Set(keywords)], value: elements.some((element) => element.kind === "value") };
}

function run(lines: readonly string[]): { readonly state: NcluState; readonly files: Files } {
  let state = emptyState;
  let files = untouchedFiles({ ports: facts.ports, hostname: "sw" });
  for (const line of [...lines, "net commit"]) {
    const world: World = { files, modified: {}, ports: facts.ports, user: "cumulus", now: 0 };
    const result = runNet(state, line.split(" "), world);
    expect(`${line}: ${result.exitCode === 0 ? "" : result.stdout}`).toBe(`${line}: `);
    for (const effect of result.effects)
      if (effect.kind === "write-file") files = { ...files, [effect.path]: effect.text };
    state = result.state;
  }
  return { state, files };
}

/** FRR, and so a commit, takes interfaces by their area or by their network, not both: the first one decides. */
function withOneWayIntoOspf(lines: readonly string[]): readonly string[] {
  const ways = [/ ospf area /, /^net add ospf (vrf \S+ )?network \S+ area /];
  const way = (line: string): number => ways.findIndex((pattern) => pattern.test(line));
  const first = lines.map(way).find((index) => index >= 0);
  return lines.filter((line) => way(line) < 0 || way(line) === first);
}

const inFiles = (row: Row): boolean => addable(row) && !row.syntax.includes("autonomous-system");

describe("a configuration made of random commands", () => {
  const commands = fc.array(command(inFiles), { minLength: 1, maxLength: 12 });
  const made = commands.map((list) => [
    ...groundwork,
    ...withOneWayIntoOspf(list.map(({ words }) => `net add ${words.join(" ")}`)),
  ]);

  test("survives being written to files and read again", () => {
    fc.assert(
      fc.property(made, (lines) => {
        const { files } = run(lines);
        // Read and written without the text it had: only what the model holds comes back.
        const again = writeSwitch(readSwitch(files), { ...untouchedFiles({ ports: [], hostname: "other" }) });
        expect(again["/etc/network/interfaces"]).toBe(files["/etc/network/interfaces"]);
        expect(again["/etc/frr/frr.conf"]).toBe(files["/etc/frr/frr.conf"]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test("is listed as commands that make the same files", () => {
    fc.assert(
      fc.property(made, (lines) => {
        const { files } = run(lines);
        const list = commandList(readSwitch(files));
        // The user's line is no command's; whatever else stood there, a command should have said.
        expect(list.filter((line) => line.startsWith("sudo") && !line.includes("username"))).toEqual([]);
        expect(run(list.slice(0, list.indexOf("net commit"))).files).toEqual(files);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
