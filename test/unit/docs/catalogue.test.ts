// Knows: what a catalogue tells of sentences without a translation and of translations without a sentence.
// Refuses to know: where catalogues are kept.

import { expect, test } from "vitest";
import { openCatalogue } from "../../../scripts/lab-pages/catalogue.ts";

const open = () =>
  openCatalogue([
    { en: "It comes up", ja: "確立する" },
    { en: "It is empty", ja: "" },
    { en: "Nobody says this", ja: "古い" },
    { en: "r1 reaches r2", ja: "r1 から r2 に届く" },
  ]);

test("a sentence is said in Japanese, or as it is where there is no translation", () => {
  const { say } = open();
  expect(["It comes up\n", "It is empty", "It is new"].map(say)).toEqual(["確立する", "It is empty", "It is new"]);
});

test("it knows what is missing and what is stale; a label may stay as the program made it", () => {
  const { say, sayIfKnown, missing, stale } = open();
  ["It is new", "It comes up", "It is empty"].forEach(say);
  expect([sayIfKnown("r1 reaches r2"), sayIfKnown("r1 reaches r3")]).toEqual(["r1 から r2 に届く", "r1 reaches r3"]);
  expect(missing()).toEqual(["It is new", "It is empty"]);
  expect(stale()).toEqual(["Nobody says this"]);
});

test("completed, it has what it had and an empty entry for each new sentence, as the page says them", () => {
  const catalogue = open();
  ["It is new", "It comes up"].forEach(catalogue.say);
  catalogue.sayIfKnown("r1 reaches r3");
  expect(catalogue.completed()).toEqual([
    { en: "It is new", ja: "" },
    { en: "It comes up", ja: "確立する" },
    { en: "It is empty", ja: "" },
    { en: "Nobody says this", ja: "古い" },
    { en: "r1 reaches r2", ja: "r1 から r2 に届く" },
  ]);
});
