// Knows: what deploy would do with a lab: as data, and as the script a person would type.
// Refuses to know: whether this machine could do it.

import type { Lab } from "../model/lab.ts";
import type { Plan } from "../plan/step.ts";
import { planLab } from "../plan/up.ts";
import { renderScript } from "../render/script.ts";

export interface PlannedLab {
  readonly plan: Plan;
  readonly script: string;
}

export function planOf(lab: Lab): PlannedLab {
  const plan = planLab(lab);
  return { plan, script: renderScript(plan, { summary: lab.summary }) };
}
