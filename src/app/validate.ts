// Knows: how a lab file becomes a checked lab, its tests included; nothing on the machine changes.
// Refuses to know: how mistakes are shown.

import type { Diagnostic } from "../base/diagnostics.ts";
import type { Lab } from "../model/lab.ts";
import { loadLabFile } from "../topology/load.ts";

export interface ValidLab {
  readonly lab: Lab;
  readonly warnings: readonly Diagnostic[];
}

export interface ValidateOptions {
  /** For `${VAR}` in the file. */
  readonly env: NodeJS.ProcessEnv;
  /** Stands in for the name in the file. */
  readonly name?: string | undefined;
}

/** Throws LabFileError with every mistake of the first phase that found one. */
export async function validateLab(file: string, { env, name }: ValidateOptions): Promise<ValidLab> {
  return loadLabFile(file, { env, ...(name === undefined ? {} : { name }) });
}
