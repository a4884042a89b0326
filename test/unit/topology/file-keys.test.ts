// Knows: what becomes of the words that a lab file says about itself.
// Refuses to know: its topology and its tests.

import { expect, test } from "vitest";
import { loaded } from "./memory-io.ts";

test("the summary is a sentence, the description keeps its paragraphs", async () => {
  const text =
    "name: lab\nsummary: 2\ndescription: |\n  One ${A}.\n\n  Two.\n\ntopology: { nodes: { a: { kind: host } } }\n";
  const { summary, description } = await loaded(text, { env: { A: "paragraph" } });
  expect({ summary, description }).toEqual({ summary: "2", description: "One paragraph.\n\nTwo." });
});
