// Knows: what runs on a node: its namespaces and files, firewall, FRR, services, and the commands of the lab file.
// Refuses to know: how any of it is started.

import type { Lab, LabNode } from "../model/lab.ts";
import { planFiles } from "./files.ts";
import { planFrr } from "./frr.ts";
import type { Step } from "./step.ts";

/** Whether the node needs processes and files of its own; otherwise it is a network namespace and costs nothing more. */
function hasProcesses(node: LabNode): boolean {
  return (
    node.kind === "frr" ||
    node.kind === "cumulus" ||
    node.files.length > 0 ||
    node.binds.length > 0 ||
    node.overlay !== undefined ||
    node.services.length > 0 ||
    node.exec.length > 0 ||
    hasEngine(node) ||
    node.hostname !== node.name
  );
}

/** Whether it needs a place for what containers keep. */
export function hasEngine(node: LabNode): boolean {
  return (node.networks ?? []).length + (node.containers ?? []).length > 0;
}

/** In the order they happen on the node: a daemon never runs before the firewall it is meant to be behind. */
export function planProcesses(lab: Lab, node: LabNode): Step[] {
  const frr = node.kind === "frr" || node.kind === "cumulus" ? node.frr : undefined;
  const planned =
    frr === undefined ? undefined : planFrr(frr, node.hostname, node.kind === "cumulus" ? "cumulus" : "frr");
  const steps: Step[] = [];
  if (hasProcesses(node)) {
    steps.push({
      op: "node.start",
      node: node.name,
      hostname: node.hostname,
      env: node.env,
      files: planFiles(lab, node, planned?.files ?? []),
      binds: node.binds.map(({ source, target, mode }) => ({ source, target, mode })),
      overlays: node.overlay === undefined ? [] : [node.overlay.path],
      ...(node.kind === "cumulus" ? { nclu: true as const } : {}),
      ...(hasEngine(node) ? { engine: true as const } : {}),
      at: node.at,
    });
  }
  if (node.nft !== undefined) {
    const ruleset = node.nft.lines.map((line) => `${line.text}\n`).join("");
    steps.push({ op: "nft.load", node: node.name, ruleset, at: node.nft.at });
  }
  if (frr !== undefined && planned !== undefined) {
    steps.push({ op: "frr.start", node: node.name, ...planned.start, at: frr.at });
  }
  for (const { name, argv, restart, at } of node.services) {
    steps.push({ op: "service.start", node: node.name, name, argv, restart, at });
  }
  return steps;
}

export function planCommands(node: LabNode): Step[] {
  return node.exec.map(({ argv, strict, at }) => ({ op: "exec", node: node.name, argv, strict, at }));
}
