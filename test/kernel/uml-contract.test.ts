// A lab on the user-mode kernel keeps what every runtime promises.

import { afterAll, beforeAll, describe, vi } from "vitest";
import { openRuntime, pickRunning } from "../../src/app/lab-status.ts";
import type { LabRuntime } from "../../src/runtime/runtime.ts";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";
import { umlSlowdown } from "../../src/runtime/uml/slowdown.ts";
import { openStore } from "../../src/state/store.ts";
import { contractLab, runtimeContract } from "../contract/runtime-suite.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

const missing = missingForMachine().map(([program]) => program);
const reason = missing.length === 0 ? "" : ` (skipped: ${missing.join(", ")} not installed)`;
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

describe.skipIf(missing.length > 0)(`the contract${reason}`, () => {
  let labctl: Labctl;
  let runtime: LabRuntime;

  withLabctl("the file", (fresh) => (labctl = fresh));
  beforeAll(async () => {
    vi.stubEnv("LABCTL_KERNEL", "uml");
    labctl.write("contract.yml", contractLab("contract"));
    const ran = await labctl.run("deploy", "contract.yml");
    if (ran.code !== 0) throw new Error(ran.stderr);
    runtime = await openRuntime(pickRunning(openStore(labctl.stateDir), "contract").anchor);
  });
  afterAll(() => {
    runtime.close();
    vi.unstubAllEnvs();
  });

  runtimeContract("user-mode kernel", () => runtime, { timeoutMs: 200 * umlSlowdown });
});
