// Knows: how a lab file becomes a checked lab, its tests included; nothing on the machine changes.
// Refuses to know: how mistakes are shown.

import { createDiagnosticSink, type Diagnostic } from "../base/diagnostics.ts";
import { LabFileError } from "../base/errors.ts";
import type { Lab } from "../model/lab.ts";
import { programNeedsOf } from "../plan/needs.ts";
import { installCommand, missingPrograms, notInstalled } from "../runtime/requirements.ts";
import { readSteps, stepNames } from "../scenario/read.ts";
import type { Step } from "../scenario/step.ts";
import { loadLabFile } from "../topology/load.ts";

export interface ValidLab {
  readonly lab: Lab;
  /** The tests, each with its check or action found and its words understood. */
  readonly steps: readonly Step[];
  readonly warnings: readonly Diagnostic[];
}

export interface ValidateOptions {
  /** For `${VAR}` in the file. */
  readonly env: NodeJS.ProcessEnv;
  /** Stands in for the name in the file. */
  readonly name?: string | undefined;
}

/** What the lab file requires and this machine has not: a warning each, since the file is right all the same. */
export function warnMissing(lab: Lab): readonly Diagnostic[] {
  return missingPrograms(programNeedsOf(lab)).map(({ need, what, aptPackage }) => ({
    code: "requires/missing",
    severity: "warning",
    message: `this machine cannot run the lab: ${notInstalled(what, aptPackage)}`,
    at: need.at,
    hint: installCommand([{ aptPackage }]),
  }));
}

/** Throws LabFileError with every mistake of the first phase that found one. */
export async function validateLab(file: string, { env, name }: ValidateOptions): Promise<ValidLab> {
  const { lab, warnings } = await loadLabFile(file, { env, stepNames, ...(name === undefined ? {} : { name }) });
  const sink = createDiagnosticSink();
  const steps = readSteps(lab, sink);
  const all = [...warnings, ...sink.all];
  if (sink.failed) throw new LabFileError(all);
  return { lab, steps, warnings: all };
}
