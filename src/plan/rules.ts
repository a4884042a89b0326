// Knows: the policy routing rules of a node.
// Refuses to know: the tables they lead to.

import { formatCidr } from "../model/ip.ts";
import type { LabNode } from "../model/lab.ts";
import type { Step } from "./step.ts";

export function planRules(node: LabNode): Step[] {
  return node.rules.map(({ from, to, at, ...rest }) => {
    const prefix = { from: from && formatCidr(from), to: to && formatCidr(to) };
    return { op: "rule.add", node: node.name, rule: { ...rest, ...prefix }, at };
  });
}
