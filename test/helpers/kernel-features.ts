// Knows: what the kernel of this machine can do, for tests that skip with the reason when it cannot.
// Refuses to know: the tests.

import { isKernelFeature, probeKernel } from "../../src/runtime/probe.ts";

/** Of these features, those the kernel has not; asked of it. Names as `labctl doctor` prints them. */
export async function missingFeatures(...wanted: readonly string[]): Promise<readonly string[]> {
  const features = wanted.filter(isKernelFeature);
  const probe = await probeKernel(new AbortController().signal, features);
  return wanted.filter((name) => !isKernelFeature(name) || probe.features.get(name)?.works !== true);
}

/** ` (skipped: this kernel has no netem)`, for a test's name. */
export function skipReason(missing: readonly string[]): string {
  return missing.length === 0 ? "" : ` (skipped: this kernel has no ${missing.join(", ")})`;
}
