// Knows: what the paragraphs of the script have in common.
// Refuses to know: what they say.

import type { Plan, Step } from "../plan/step.ts";

/** Lines that belong together; the script has a blank line between paragraphs. */
export type Paragraph = readonly string[];

/** Where the state of the script's nodes lives; below /run, like everything else the script makes. */
export function scriptDirOf(plan: Plan): string {
  return `/run/lab-${plan.lab}`;
}

/** `(labs/a.yml:12)`: where the lab file asks for it. */
export function origin(step: Step): string {
  return `(${oneLine(step.at.file)}:${step.at.line})`;
}

export function stepsByNode(steps: readonly Step[]): Map<string, Step[]> {
  const byNode = new Map<string, Step[]>();
  for (const step of steps) {
    if (!("node" in step)) continue;
    byNode.set(step.node, [...(byNode.get(step.node) ?? []), step]);
  }
  return byNode;
}

/** A comment must stay one line, whatever the lab file says. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
