// Knows: what `impair:` says of a link and of each of its ends.
// Refuses to know: how a value is read (model/impairment.ts).

import type { Span } from "../base/span.ts";
import type { LinkEnd } from "../model/lab.ts";
import { parseImpairment, type WrittenImpairment } from "../model/impairment.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import type { WrittenImpair } from "./schema-devices.ts";

interface Place {
  readonly value: WrittenImpair | undefined;
  readonly path: Path;
}

/** Key by key the end goes before the link. Reports mistakes where they are written. */
export function readImpair(link: Place, end: Place, { source, sink }: Loading): LinkEnd["impair"] {
  const levels = [link, end].filter((level) => level.value !== undefined);
  const last = levels.at(-1);
  if (!last) return undefined;
  const written = Object.assign({}, ...levels.map((level) => level.value)) as WrittenImpairment;
  const spanOf = (key: keyof WrittenImpair): Span => {
    const level = levels.findLast(({ value }) => value?.[key] !== undefined) ?? last;
    return source.spanOf([...level.path, key]);
  };
  const read = parseImpairment(written);
  if (read.ok) return { impairment: read.impairment, at: source.keySpanOf(last.path) };
  for (const { key, message, hint } of read.mistakes) {
    sink.error("names/impair", spanOf(key), message, hint === undefined ? {} : { hint });
  }
  return undefined;
}
