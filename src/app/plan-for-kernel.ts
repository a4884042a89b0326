// Knows: what is built another way once it is known which kernel a lab runs on.
// Refuses to know: which kernel that is (capabilities.ts).

import type { Lab } from "../model/lab.ts";
import type { Plan } from "../plan/step.ts";
import { planLab } from "../plan/up.ts";
import { probeKernel } from "../runtime/probe.ts";
import { loadLabFile } from "../topology/load.ts";
import type { AppContext } from "./context.ts";

/**
 * The plan that `labctl plan` prints runs on every kernel, so a switch with access ports only has a bridge per VLAN in
 * it. Where bridges keep VLANs apart it gets the one that its configuration speaks of, as on a real switch.
 */
export async function planForKernel(
  lab: Lab,
  anywhere: Plan,
  kernel: "host" | "uml",
  { env, signal }: AppContext,
): Promise<Plan> {
  const divided = lab.graph.filterNodes(
    (_name, node) => node.kind === "cumulus" && node.switchFiles?.accessOnly === true,
  );
  if (divided.length === 0 || !(kernel === "uml" || (await hostFilters(signal)))) return anywhere;
  const variant = lab.variant === undefined ? {} : { variant: lab.variant.name };
  const { lab: same } = await loadLabFile(lab.file, { env, name: lab.name, vlanFiltering: true, ...variant });
  return planLab(same);
}

async function hostFilters(signal: AbortSignal): Promise<boolean> {
  const { features } = await probeKernel(signal, ["bridge-vlan"]);
  return features.get("bridge-vlan")?.works === true;
}
