// Every drawing of every lab in labs/, word for word; the page without the library, which is not ours.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawDot } from "../../../src/draw/dot.ts";
import { graphElements } from "../../../src/draw/cytoscape.ts";
import { drawMermaid } from "../../../src/draw/mermaid.ts";
import { drawText } from "../../../src/draw/text.ts";
import type { Lab } from "../../../src/model/lab.ts";
import { loadLabFile } from "../../../src/topology/load.ts";
import { everyStep, leafSpine, square } from "../../helpers/built-labs.ts";

const labFiles = readdirSync("labs").filter((name) => name.endsWith(".yml"));
const loaded = await Promise.all(
  labFiles.map(async (name) => (await loadLabFile(join("labs", name), { env: {} })).lab),
);
const labs: Lab[] = [...loaded, everyStep(), leafSpine(), square()];

test.each(labs)("$name", async (lab) => {
  await expect(drawText(lab)).toMatchFileSnapshot(`${lab.name}.txt`);
  await expect(drawMermaid(lab)).toMatchFileSnapshot(`${lab.name}.mmd`);
  await expect(drawDot(lab)).toMatchFileSnapshot(`${lab.name}.dot`);
  await expect(`${JSON.stringify(graphElements(lab), null, 2)}\n`).toMatchFileSnapshot(`${lab.name}.elements.json`);
});
