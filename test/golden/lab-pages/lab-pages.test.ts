// Knows: that the pages about labs, the list of labs and the page of claims are what the lab files say now.
// Refuses to know: whether what they say is so (the kernel tests run the labs), and whether all is translated (test/docs).

import { readdirSync } from "node:fs";
import { format } from "prettier";
import { expect, test } from "vitest";
import { makePages } from "../../../scripts/lab-pages/pages.ts";

const { pages, catalogues } = await makePages();

// `npm run docs` writes them; so does vitest -u.
test.each([...pages])("%s", async (page, text) => {
  const formatted = await format(text, { parser: "markdown", printWidth: 120, embeddedLanguageFormatting: "off" });
  await expect(formatted).toMatchFileSnapshot(`../../../${page}`);
});

test("there is no page and no catalogue without its lab", () => {
  const found = readdirSync("docs/labs").filter((name) => name.endsWith(".md"));
  expect(found.filter((name) => !pages.has(`docs/labs/${name}`))).toEqual([]);
  const translated = readdirSync("docs/labs/ja");
  expect(translated.filter((name) => !catalogues.has(`docs/labs/ja/${name}`))).toEqual([]);
});
