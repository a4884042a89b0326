// The native sandbox keeps what every runtime promises; what it answers is compared with the fake's recording there.

import { afterAll, beforeAll } from "vitest";
import { openRuntime, pickRunning } from "../../src/app/lab-status.ts";
import type { LabRuntime } from "../../src/runtime/runtime.ts";
import { openStore } from "../../src/state/store.ts";
import { contractLab, runtimeContract } from "../contract/runtime-suite.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
let runtime: LabRuntime;

withLabctl("the file", (fresh) => (labctl = fresh));
beforeAll(async () => {
  labctl.write("contract.yml", contractLab("contract"));
  const ran = await labctl.run("deploy", "contract.yml");
  if (ran.code !== 0) throw new Error(ran.stderr);
  runtime = await openRuntime(pickRunning(openStore(labctl.stateDir), "contract").anchor);
});
afterAll(() => runtime.close());

runtimeContract("native sandbox", () => runtime, { timeoutMs: 200 });
