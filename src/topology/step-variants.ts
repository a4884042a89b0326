// Knows: what a step says about variants: those it belongs to, and what it expects in each.
// Refuses to know: what a variant is.

import type { Span } from "../base/span.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { isPlainMap } from "./plain-value.ts";

/** `only` of the step at `path`; undefined: all of them. */
export function onlyOf(written: unknown, path: Path, loading: Loading): readonly string[] | undefined {
  if (written === undefined) return undefined;
  const isList = Array.isArray(written);
  const names = (isList ? written : [written]).map(String);
  for (const [i, name] of names.entries())
    checkVariant(name, loading.source.spanOf([...path, "only", ...(isList ? [i] : [])]), loading);
  return names;
}

/** One outcome for all variants, or one for each that is named; pass where nothing is said. */
export function expectOf(written: unknown, path: Path, loading: Loading): "pass" | "fail" {
  if (!isPlainMap(written)) return written === "fail" ? "fail" : "pass";
  for (const name of Object.keys(written))
    checkVariant(name, loading.source.keySpanOf([...path, "expect", name]), loading);
  return loading.variant !== undefined && written[loading.variant.name] === "fail" ? "fail" : "pass";
}

function checkVariant(name: string, at: Span, { variant, sink }: Loading): void {
  const all = variant?.all ?? [];
  if (all.includes(name)) return;
  sink.error("tests/unknown-variant", at, `the lab has no variant "${name}"${didYouMean(name, all)}`, {
    hint: all.length === 0 ? "`variants:` at the top level of the file names them" : `its variants: ${all.join(", ")}`,
  });
}
