// Knows: how the steps of a stage are gathered into as few processes as possible, and which line came from which step.
// Refuses to know: how the processes are started (runtime/).

import type { Step, StepOf } from "../plan/step.ts";
import { ipWords } from "./ip.ts";
import { batchLine } from "./quote.ts";
import { sysctlFunctions, sysctlLine } from "./sysctl.ts";

/** One line of input for a program, and the step that asked for it. Line numbers count from 1. */
export interface BatchLine {
  readonly text: string;
  readonly step: Step;
}

/** Run `ip -batch -` once in the sandbox's own namespaces, with `ipBatchText(batch)` as its input. */
export interface SandboxBatch {
  readonly kind: "sandbox";
  readonly ip: readonly BatchLine[];
}

/** Run `sh` once in the node's network namespace, with `netnsScript(batch)` as its input. Nodes may run side by side. */
export interface NetnsBatch {
  readonly kind: "netns";
  readonly node: string;
  readonly sysctls: readonly BatchLine[];
  readonly ip: readonly BatchLine[];
}

/** What takes more than a command: done by the runtime, in this order. Nodes may go side by side. */
export interface NodeBatch {
  readonly kind: "node";
  readonly node: string;
  readonly steps: readonly NodeStep[];
}

export type NodeStep = StepOf<"node.start" | "nft.load" | "frr.start" | "service.start" | "exec">;
export type Batch = SandboxBatch | NetnsBatch | NodeBatch;

/**
 * The batches of a stage: at most one sandbox batch, which comes first, then per node at most one netns batch and one
 * node batch, in the order the stage names the nodes. Stages may be joined before: `batchesOf({ steps: [...a, ...b] })`
 * makes one batch of namespaces and links, since `ip -batch` can add a namespace and use it in the next line.
 */
export function batchesOf(stage: { readonly steps: readonly Step[] }): readonly Batch[] {
  const sandbox: BatchLine[] = [];
  const nodes = new Map<string, { sysctls: BatchLine[]; ip: BatchLine[]; steps: NodeStep[] }>();
  const ofNode = (name: string): { sysctls: BatchLine[]; ip: BatchLine[]; steps: NodeStep[] } => {
    const known = nodes.get(name) ?? { sysctls: [], ip: [], steps: [] };
    nodes.set(name, known);
    return known;
  };
  for (const step of stage.steps) {
    switch (step.op) {
      case "netns.add":
      case "bridge.add":
      case "veth.add":
        sandbox.push({ text: batchLine(ipWords(step)), step });
        break;
      case "sysctl.set": {
        const { sysctls } = ofNode(step.node);
        sysctls.push({ text: sysctlLine(step, sysctls.length + 1), step });
        break;
      }
      case "link.set":
      case "addr.add":
      case "route.add":
        ofNode(step.node).ip.push({ text: batchLine(ipWords(step)), step });
        break;
      case "node.start":
      case "nft.load":
      case "frr.start":
      case "service.start":
      case "exec":
        ofNode(step.node).steps.push(step);
        break;
    }
  }
  const first: Batch[] = sandbox.length > 0 ? [{ kind: "sandbox", ip: sandbox }] : [];
  return [...first, ...[...nodes].flatMap(([node, parts]) => batchesOfNode(node, parts))];
}

function batchesOfNode(node: string, parts: Omit<NetnsBatch, "kind" | "node"> & Pick<NodeBatch, "steps">): Batch[] {
  const { sysctls, ip, steps } = parts;
  return [
    ...(sysctls.length + ip.length > 0 ? [{ kind: "netns" as const, node, sysctls, ip }] : []),
    ...(steps.length > 0 ? [{ kind: "node" as const, node, steps }] : []),
  ];
}

/** The input of `ip -batch -`. */
export function ipBatchText(batch: Pick<SandboxBatch, "ip">): string {
  return batch.ip.map((line) => `${line.text}\n`).join("");
}

/** The input of `sh` in a node's network namespace: settings by the shell itself, then one `ip -batch` for the rest. */
export function netnsScript(batch: NetnsBatch): string {
  const settings = batch.sysctls.length > 0 ? [...sysctlFunctions, ...batch.sysctls.map((line) => line.text)] : [];
  // The delimiter cannot be a line of the batch: each of those begins with an object (`link`, `address`, `route`).
  const network = batch.ip.length > 0 ? ["exec ip -batch - <<'END'", ...batch.ip.map((line) => line.text), "END"] : [];
  return [...settings, ...network, ""].join("\n");
}
