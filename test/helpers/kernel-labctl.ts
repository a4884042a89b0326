// Knows: how a kernel test begins and ends: a labctl of its own, and the proof that the host is as it was before.
// Refuses to know: what is tested in between.

import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "./host-snapshot.ts";
import { makeLabctl, type Labctl } from "./labctl.ts";

/**
 * Hands `use` a labctl before each test, or one for the whole file. Afterwards its labs are destroyed, and it is an
 * error if one of their processes runs on, or if anything of the host has changed.
 */
export function withLabctl(
  scope: "each test" | "the file",
  use: (labctl: Labctl) => void,
  options: Parameters<typeof makeLabctl>[0] = {},
): void {
  const [begin, end] = scope === "each test" ? [beforeEach, afterEach] : [beforeAll, afterAll];
  let before: HostSnapshot;
  let labctl: Labctl;
  begin(() => {
    before = takeHostSnapshot();
    labctl = makeLabctl(options);
    use(labctl);
  });
  end(async () => {
    await labctl.cleanUp();
    expect(processesWith(labctl.stateDir)).toEqual([]);
    expect(changesSince(before)).toEqual([]);
  });
}
