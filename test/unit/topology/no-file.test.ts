// Knows: what is said of a lab file that cannot be read.
// Refuses to know: what is in those that can.

import { expect, test } from "vitest";
import { loadLab, type LoadOptions } from "../../../src/topology/load.ts";

const options: LoadOptions = { env: {}, stepNames: [] };

test.each([
  ["folder", "this is a folder", "name a lab file in it: labs/NAME.yml"],
  ["file", "this file cannot be read", undefined],
  [undefined, "there is no such file", undefined],
] as const)("a name that is of a %s", async (kind, message, hint) => {
  const io = {
    cwd: "/here",
    home: "/home/user",
    readText: () => Promise.resolve(undefined),
    kindOf: (path: string) => Promise.resolve(path === "/here/labs" ? kind : undefined),
  };
  const { diagnostics, lab } = await loadLab("labs/", io, options);
  expect(lab).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: "syntax/no-file", message, ...(hint === undefined ? {} : { hint }) }]);
});
