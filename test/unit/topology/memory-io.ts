// Knows: a disk that is a plain object, for tests of the loader.
// Refuses to know: the loader.

import type { Lab, LabNode } from "../../../src/model/lab.ts";
import type { Diagnostic } from "../../../src/base/diagnostics.ts";
import type { LabIo } from "../../../src/topology/lab-io.ts";
import { loadLab, type LoadOptions } from "../../../src/topology/load.ts";

/** Files by absolute path; a folder is there when a file is in it. */
export function memoryIo(files: Readonly<Record<string, string>>): LabIo {
  return {
    cwd: "/work",
    home: "/home/user",
    readText: async (path) => files[path],
    kindOf: async (path) => {
      if (files[path] !== undefined) return "file";
      return Object.keys(files).some((file) => file.startsWith(`${path}/`)) ? "folder" : undefined;
    },
  };
}

export interface Tried {
  readonly lab: Lab | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly codes: readonly string[];
  readonly variants: readonly string[];
}

/** Loads a text as /work/lab.yml (or as the file named). */
export async function tryLoad(
  text: string,
  options: Partial<LoadOptions> & { readonly file?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<Tried> {
  const { file = "lab.yml", files = {}, ...rest } = options;
  const io = memoryIo({ ...files, [`/work/${file}`]: text });
  const { lab, diagnostics, variants } = await loadLab(file, io, { env: {}, ...rest });
  return { lab, diagnostics, codes: diagnostics.map((d) => d.code), variants };
}

/** The lab of a text that has no mistakes; fails with what was reported otherwise. */
export async function loaded(...args: Parameters<typeof tryLoad>): Promise<Lab> {
  const { lab, diagnostics } = await tryLoad(...args);
  if (lab) return lab;
  throw new Error(diagnostics.map((d) => `${d.at.line}:${d.at.col} ${d.code} ${d.message}`).join("\n"));
}

export function nodeOf(lab: Lab, name: string): LabNode {
  return lab.graph.getNodeAttributes(name);
}
