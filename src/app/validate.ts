// Knows: how a lab file becomes a checked lab, its tests included; nothing on the machine changes.
// Refuses to know: how mistakes are shown.

import { createDiagnosticSink, type Diagnostic } from "../base/diagnostics.ts";
import { LabFileError } from "../base/errors.ts";
import { compareSpans } from "../base/span.ts";
import type { Lab } from "../model/lab.ts";
import { programNeedsOf } from "../plan/needs.ts";
import { installCommand, missingPrograms, notInstalled } from "../runtime/requirements.ts";
import { readSteps, stepNames } from "../scenario/read.ts";
import type { Step } from "../scenario/step.ts";
import { readLabFile } from "../topology/load.ts";

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
  /** Of a file with variants. */
  readonly variant?: string | undefined;
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

/** One lab; of a file with variants the one wanted, or the first. Throws LabFileError with every mistake. */
export async function validateLab(file: string, options: ValidateOptions): Promise<ValidLab> {
  const { valid, diagnostics } = await tryLab(file, options);
  if (!valid) throw new LabFileError(diagnostics);
  return valid;
}

/**
 * All that a file has: its variants in order, or the one lab that it is. With `variant` or `name` only one: two labs
 * cannot have the same name. Throws LabFileError with the mistakes of all of them.
 */
export async function validateVariants(file: string, options: ValidateOptions): Promise<readonly ValidLab[]> {
  const first = await tryLab(file, options);
  const isOne = options.variant !== undefined || options.name !== undefined;
  const others = isOne ? [] : first.variants.slice(1);
  const all = [first, ...(await Promise.all(others.map((variant) => tryLab(file, { ...options, variant }))))];
  const labs = all.flatMap(({ valid }) => valid ?? []);
  if (labs.length < all.length) throw new LabFileError(mistakesOf(all, first.variants));
  return labs;
}

interface Tried {
  readonly valid: ValidLab | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly variants: readonly string[];
}

async function tryLab(file: string, { env, name, variant }: ValidateOptions): Promise<Tried> {
  const given = { ...(name === undefined ? {} : { name }), ...(variant === undefined ? {} : { variant }) };
  const { lab, diagnostics, variants } = await readLabFile(file, { env, stepNames, ...given });
  if (!lab) return { valid: undefined, diagnostics, variants };
  const sink = createDiagnosticSink();
  const steps = readSteps(lab, sink);
  const warnings = [...diagnostics, ...sink.all];
  return { valid: sink.failed ? undefined : { lab, steps, warnings }, diagnostics: warnings, variants };
}

/** Each once; one that not all variants have says whose it is. */
function mistakesOf(all: readonly Tried[], variants: readonly string[]): readonly Diagnostic[] {
  const found = new Map<string, { readonly diagnostic: Diagnostic; readonly of: string[] }>();
  for (const [i, { diagnostics }] of all.entries()) {
    for (const diagnostic of diagnostics) {
      const key = JSON.stringify([diagnostic.code, diagnostic.at, diagnostic.message]);
      const entry = found.get(key) ?? { diagnostic, of: [] };
      found.set(key, entry);
      entry.of.push(variants[i] ?? "");
    }
  }
  return [...found.values()]
    .map(({ diagnostic, of }) => {
      const whose = of.length === all.length ? "" : ` (variant ${of.join(", ")})`;
      return { ...diagnostic, message: `${diagnostic.message}${whose}` };
    })
    .toSorted((a, b) => compareSpans(a.at, b.at));
}
