// The script of every lab in labs/, and of one that has what those have not, word for word.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planLab } from "../../../src/plan/up.ts";
import { renderScript } from "../../../src/render/script.ts";
import { loadLabFile } from "../../../src/topology/load.ts";
import { everyStep } from "../../helpers/built-labs.ts";

const labFiles = readdirSync("labs").filter((name) => name.endsWith(".yml"));

test.each(labFiles)("labs/%s", async (name) => {
  const { lab } = await loadLabFile(join("labs", name), { env: {} });
  await expect(renderScript(planLab(lab), { summary: lab.summary })).toMatchFileSnapshot(`labs/${name}.sh`);
});

test.each([everyStep()])("$name", async (lab) => {
  await expect(renderScript(planLab(lab), { summary: lab.summary })).toMatchFileSnapshot(`${lab.name}.sh`);
});
