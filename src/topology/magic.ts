// Knows: containerlab's magic variables and their values for a node.
// Refuses to know: in which strings they stand.

import { joinPath } from "./paths.ts";

export interface MagicContext {
  readonly lab: string;
  readonly node: string;
  /** Absolute folder of the lab file. */
  readonly dir: string;
}

/** `__clabNodeDir__` and the others, as core/config.go of containerlab fills them. */
export function expandMagic(text: string, { lab, node, dir }: MagicContext): string {
  if (!text.includes("__clab")) return text;
  const labDir = joinPath(dir, `clab-${lab}`);
  return text
    .replaceAll("__clabNodeDir__", `${labDir}/${node}`)
    .replaceAll("__clabNodeName__", node)
    .replaceAll("__clabLabName__", `clab-${lab}`)
    .replaceAll("__clabDir__", labDir);
}
