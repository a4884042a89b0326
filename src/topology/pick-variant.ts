// Knows: which variant of a lab file is meant, and whether their names will do.
// Refuses to know: what a variant changes (variants.ts).

import type { DiagnosticSink } from "../base/diagnostics.ts";
import { didYouMean } from "../base/suggest.ts";
import { parseLabName } from "../model/names.ts";
import type { LabSource } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

/** The variant wanted, or the first; undefined when the file has none. Reports names that will not do. */
export function pickVariant(
  all: readonly string[],
  wanted: string | undefined,
  source: LabSource,
  sink: DiagnosticSink,
): Loading["variant"] {
  for (const name of all) {
    const parsed = parseLabName(name);
    if (parsed.ok) continue;
    const at = source.keySpanOf(["variants", name]);
    sink.error("names/variant", at, `"${name}" cannot be the name of a variant: ${parsed.why}`, {
      hint: "the lab is then called LAB-VARIANT",
    });
  }
  const [first] = all;
  const name = wanted ?? first;
  if (name === undefined) return undefined;
  if (!all.includes(name)) {
    const at = source.keySpanOf([first === undefined ? "name" : "variants"]);
    sink.error("names/unknown-variant", at, `the lab has no variant "${name}"${didYouMean(name, all)}`, {
      hint: first === undefined ? "it has no variants at all" : `its variants: ${all.join(", ")}`,
    });
    return undefined;
  }
  return { name, all };
}
