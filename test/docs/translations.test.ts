import { expect, it } from "vitest";
import { complaints, makePages } from "../../scripts/lab-pages/pages.ts";

it("every sentence of the Japanese pages is translated, and nothing is that is no longer said", async () => {
  const { catalogues } = await makePages();
  expect(complaints(catalogues)).toEqual([]);
});
