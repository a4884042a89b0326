// Knows: the phases of loading a lab file, and the disk it comes from.
// Refuses to know: what each phase looks for.

import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { createDiagnosticSink, type Diagnostic } from "../base/diagnostics.ts";
import { LabFileError } from "../base/errors.ts";
import type { Lab } from "../model/lab.ts";
import { addContainers } from "./containers.ts";
import { hooksOf } from "./hooks.ts";
import { buildGraph, finishLab } from "./build-lab.ts";
import { dialectOf } from "./dialect.ts";
import { draftLab } from "./draft-lab.ts";
import type { Env } from "./expand.ts";
import type { LabIo } from "./lab-io.ts";
import { parseLabSource, type LabSource } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { readNodeFiles, type NodeFiles } from "./node-files.ts";
import { folderOf, joinPath } from "./paths.ts";
import { pickVariant } from "./pick-variant.ts";
import { requirementsOf } from "./requirements.ts";
import { checkShape } from "./shape.ts";
import type { WrittenFile } from "./schema.ts";
import { testsOf } from "./steps.ts";
import { layVariant } from "./variants.ts";

export interface LoadOptions {
  /** Variables for ${VAR}. */
  readonly env: Env;
  /** Stands in for the name in the file. */
  readonly name?: string;
  /** Which of the file's variants; the first when not given. */
  readonly variant?: string;
  /** The checks and actions this program knows; all of the language when not given. */
  readonly stepNames?: readonly string[];
  /** The kernel the lab will run on keeps VLANs apart in a bridge: switches need no bridge per VLAN. */
  readonly vlanFiltering?: boolean;
}

export interface Loaded {
  /** There when no diagnostic is an error. */
  readonly lab?: Lab;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The names of the file's variants, as far as it could be read. */
  readonly variants: readonly string[];
}

/** Reads a lab file; each phase reports all it finds, and the next starts only when there was no error. */
export async function loadLab(file: string, io: LabIo, options: LoadOptions): Promise<Loaded> {
  const sink = createDiagnosticSink();
  let variants: readonly string[] = [];
  const stopped = (): Loaded => ({ diagnostics: distinct(sink.all), variants });
  const path = joinPath(io.cwd, file);
  const dialect = dialectOf(file);

  const text = await io.readText(path);
  if (text === undefined) {
    const kind = await io.kindOf(path);
    const what =
      kind === "folder"
        ? "this is a folder"
        : kind === undefined
          ? "there is no such file"
          : "this file cannot be read";
    const hint = kind === "folder" ? { hint: `name a lab file in it: ${file.replace(/\/+$/, "")}/NAME.yml` } : {};
    sink.error("syntax/no-file", { file, line: 1, col: 1, length: 0 }, what, hint);
    return stopped();
  }
  const base = parseLabSource({ file, text, env: options.env, dialect }, sink);
  if (sink.failed) return stopped();

  const shaped = checkShape(base, dialect, sink);
  if (!shaped) return stopped();
  variants = Object.keys(shaped.variants ?? {});
  const variant = pickVariant(variants, options.variant, base, sink);
  if (sink.failed) return stopped();

  const source = variant === undefined ? base : layVariant(base, shaped, variant.name);
  const name = options.name ?? nameOf(base, variant?.name);
  const written = source.data as WrittenFile;
  const vlanFiltering = options.vlanFiltering ?? false;
  const dir = folderOf(path);
  const loading: Loading = { source, file: written, variant, dialect, dir, name, io, sink, vlanFiltering };
  const draft = draftLab(loading);
  const files = new Map<string, NodeFiles>();
  for (const node of draft.nodes.values()) files.set(node.name, await readNodeFiles(node, loading));
  if (sink.failed) return stopped();

  const bare = buildGraph(draft, files, loading);
  if (sink.failed) return stopped();
  const graph = await addContainers(bare, loading);
  const hooks = hooksOf(graph, loading);
  const requires = requirementsOf(loading);
  if (sink.failed) return stopped();

  const tests = testsOf(loading, options.stepNames);
  if (sink.failed) return stopped();
  const lab = finishLab(graph, { requires, tests }, loading);
  return { lab: hooks.length === 0 ? lab : { ...lab, hooks }, diagnostics: distinct(sink.all), variants };
}

/** A mistake in `defaults` is found once for each node; it is one mistake. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, at, message }) => {
    const key = JSON.stringify([code, at, message]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function nameOf(source: LabSource, variant: string | undefined): string {
  const name = source.textOf(["name"]) ?? "";
  return variant === undefined ? name : `${name}-${variant}`;
}

/** Loads a lab from disk; what is wrong with it is returned. */
export function readLabFile(file: string, options: LoadOptions): Promise<Loaded> {
  return loadLab(file, diskIo(), options);
}

/** Loads a lab from disk. Throws LabFileError with every mistake of the first phase that found one. */
export async function loadLabFile(
  file: string,
  options: LoadOptions = { env: process.env },
): Promise<{ readonly lab: Lab; readonly warnings: readonly Diagnostic[] }> {
  const { lab, diagnostics } = await readLabFile(file, options);
  if (!lab) throw new LabFileError(diagnostics);
  return { lab, warnings: diagnostics };
}

function diskIo(): LabIo {
  return {
    cwd: process.cwd(),
    home: homedir(),
    readText: (path) => readFile(path, "utf8").catch(absent),
    kindOf: async (path) => {
      const found = await stat(path).catch(absent);
      if (!found) return undefined;
      return found.isDirectory() ? "folder" : found.isFile() ? "file" : "other";
    },
  };
}

function absent(): undefined {
  return undefined;
}
