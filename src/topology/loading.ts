// Knows: what every phase of the loader is given.
// Refuses to know: the phases.

import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Dialect } from "./dialect.ts";
import type { LabIo } from "./lab-io.ts";
import type { LabSource } from "./lab-source.ts";
import type { WrittenFile } from "./schema.ts";

export interface Loading {
  readonly source: LabSource;
  readonly file: WrittenFile;
  readonly dialect: Dialect;
  /** Absolute folder of the lab file. */
  readonly dir: string;
  /** Which variant of the file this is, of which; undefined: the file has none. */
  readonly variant: { readonly name: string; readonly all: readonly string[] } | undefined;
  /** The lab's name, after an override. */
  readonly name: string;
  readonly io: LabIo;
  readonly sink: DiagnosticSink;
  /** Whether bridges of the kernel the lab will run on are known to keep VLANs apart. */
  readonly vlanFiltering: boolean;
}
