// Knows: how a unit test gets a lab with its steps from a lab file or a text, without a disk or a sandbox.
// Refuses to know: what the steps do.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createDiagnosticSink, type Diagnostic } from "../../src/base/diagnostics.ts";
import type { Lab } from "../../src/model/lab.ts";
import { readSteps, stepNames } from "../../src/scenario/read.ts";
import type { Step } from "../../src/scenario/step.ts";
import { loadLab } from "../../src/topology/load.ts";

const fixtures = resolve(import.meta.dirname, "../unit/fixtures");

export interface LoadedSteps {
  readonly lab: Lab;
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A lab file of test/unit/fixtures, with other tests if `tests` (YAML below `tests:`) is given. */
export async function loadFixture(name: string, tests?: string): Promise<LoadedSteps> {
  const whole = readFileSync(join(fixtures, `${name}.yml`), "utf8");
  const topology = whole.slice(0, whole.indexOf("\ntests:"));
  return loadText(tests === undefined ? whole : `${topology}\ntests:\n${tests}`, `${name}.yml`);
}

export async function loadText(text: string, file: string): Promise<LoadedSteps> {
  const io = {
    cwd: "/labs",
    home: "/home/user",
    readText: (path: string) => Promise.resolve(path === `/labs/${file}` ? text : undefined),
    kindOf: () => Promise.resolve(undefined),
  };
  const { lab, diagnostics } = await loadLab(file, io, { env: {}, stepNames });
  if (!lab) throw new Error(`the fixture does not load: ${JSON.stringify(diagnostics)}`);
  const sink = createDiagnosticSink();
  return { lab, steps: readSteps(lab, sink), diagnostics: sink.all };
}
