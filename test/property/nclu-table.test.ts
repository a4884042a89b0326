// Knows: that every command of the NCLU grammar, in every form and with every kind of value, makes files that say it again.
// Refuses to know: which lines those are (test/unit/nclu/mapping.test.ts), and commands together (nclu.test.ts).

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyCommand } from "../../src/nclu/apply-command.ts";
import { commandList } from "../../src/nclu/command-list.ts";
import { factsOf } from "../../src/nclu/facts.ts";
import { rows } from "../../src/nclu/grammar/grammar.ts";
import type { Row } from "../../src/nclu/grammar/row.ts";
import { formsOf, type Element, type Form } from "../../src/nclu/grammar/syntax.ts";
import { parseCommand } from "../../src/nclu/parse-command.ts";
import { readSwitch, untouchedFiles, writeSwitch, type Files } from "../../src/nclu/switch-files.ts";
import { splitWords } from "../../src/nclu/words.ts";
import { examples, facts, groundwork } from "./nclu-examples.ts";

/** What the switch has once `lines` are typed; each must be taken. */
function after(files: Files, lines: readonly string[]): Files {
  const draft = readSwitch(files);
  for (const line of lines) {
    const [, verb, ...words] = splitWords(line);
    const parsed = parseCommand(verb === "del" ? "del" : "add", words, factsOf(draft, facts.ports));
    const wrong = parsed.ok ? applyCommand(draft, parsed.command, undefined) : parsed.failure.why;
    expect(`${line}: ${wrong}`).toBe(`${line}: undefined`);
  }
  return writeSwitch(draft, files);
}

const listOf = (files: Files): readonly string[] => {
  const list = commandList(readSwitch(files));
  return list.slice(0, list.indexOf("net commit"));
};

/** The `n`th of the texts an element takes: over all `n` each kind of value comes up. */
function textOf(element: Element, n: number, texts: typeof examples): string {
  if (element.kind === "word") return element.word;
  const one = element.oneOf[n % element.oneOf.length]!;
  if (one.kind === "word") return one.word;
  if (one.kind === "range") return String(one.high);
  return fc.sample(texts[one.name]!, { numRuns: 1, seed: n })[0]!;
}

function commandsOf({ elements }: Form, texts = examples): readonly string[] {
  const kinds = Math.max(...elements.map((e) => (e.kind === "word" ? 1 : e.oneOf.length)));
  return Array.from({ length: kinds }, (_, n) => elements.map((element) => textOf(element, n, texts)).join(" "));
}

/** One interface at a time: the list says several of them its own way. */
const single: typeof examples = {
  ...examples,
  Ifs: fc.constant("swp1"),
  Ports: fc.constant("swp2"),
  Bond: fc.constant("bond1"),
  Vxlan: fc.constant("vni10"),
  Vlan: fc.constant("20"),
  Vrfs: fc.constant("RED"),
  PeerInterface: fc.constant("swp1"),
  Peer: fc.constantFrom("10.0.0.7", "swp1", "FABRIC"),
};

const untouched = untouchedFiles({ ports: facts.ports, hostname: "sw" });
const ground = after(untouched, [
  ...groundwork,
  // What these are is known by what they have.
  "net add bond bond1 bond miimon 100",
  "net add vxlan vni10 vxlan id 10",
  "net add vrf RED vrf-table auto",
]);
const heads = [...new Set(rows.map((row) => row.syntax.split(" ")[0]!))];
const isOnByItself = (row: Row): boolean => row.to.some((target) => target.kind === "frr" && target.default === "on");
/** Two commands for one line: the list has the other one. */
const listedOtherwise = /^(ospf passive-interface <iface|(interface|bond|vxlan) \S+ bridge vids )/;

describe.each(heads)("net add %s …", (head) => {
  const own = rows.filter((row) => row.syntax.split(" ")[0] === head && row.only !== "del");

  test("each makes files whose list of commands makes the same files", () => {
    for (const command of new Set(own.flatMap(formsOf).flatMap((form) => commandsOf(form)))) {
      const files = after(ground, [`net add ${command}`]);
      expect([command, after(untouched, listOf(files))]).toEqual([command, files]);
    }
  });

  test("each is in that list, until it is deleted", () => {
    for (const row of own.filter(({ only, syntax }) => only === undefined && !listedOtherwise.test(syntax))) {
      // The list says the family and the like; the longest form does, too.
      for (const command of commandsOf(formsOf(row)[0]!, single)) {
        const [set, undo] = isOnByItself(row) ? ["del", "add"] : ["add", "del"];
        const files = after(ground, [`net ${set} ${command}`]);
        expect(listOf(files)).toContain(`net ${set} ${command}`);
        expect(listOf(after(files, [`net ${undo} ${command}`]))).not.toContain(`net ${set} ${command}`);
      }
    }
  });
});
