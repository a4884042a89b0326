// Knows: how a router writes its running configuration to its own file, and how one sees that it did; for the test action and `labctl save`.
// Refuses to know: who wants it, and where the file is.

import type { ExecOptions, LabRuntime } from "../runtime/runtime.ts";

export interface Saved {
  readonly saved: boolean;
  /** What vtysh said, of use when it is not saved. */
  readonly output: string;
}

/** vtysh ends with 0 in either case; what it says at the end of a `write` that worked is `[OK]`. */
export async function saveConfig(on: string, runtime: LabRuntime, options: ExecOptions): Promise<Saved> {
  const { code, stdout, stderr } = await runtime.exec(on, ["vtysh", "-c", "write"], options);
  const output = `${stdout}${stderr}`.trim();
  return { saved: code === 0 && output.includes("[OK]"), output };
}
