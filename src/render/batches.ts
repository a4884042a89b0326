// Knows: how the steps of a stage are gathered into as few processes as possible, and which line came from which step.
// Refuses to know: how the processes are started (runtime/).

import type { Step, StepOf } from "../plan/step.ts";
import { bridgeCommandWords } from "./bridge.ts";
import { hostMacvlanWords } from "./device.ts";
import { ipWords } from "./ip.ts";
import { batchLine } from "./quote.ts";
import { addToSections, sectionScript, type Section } from "./sections.ts";
import { sysctlFunctions, sysctlLine } from "./sysctl.ts";
import { tcWords } from "./tc.ts";

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
  /** What can be set only when all that is there, in order. */
  readonly after: readonly Section[];
}

/** Run `ip -batch -` once on the machine itself, where the sandbox's namespaces have their names. */
export interface HostBatch {
  readonly kind: "host";
  readonly ip: readonly BatchLine[];
}

/** What takes more than a command: done by the runtime, in this order. Nodes may go side by side. */
export interface NodeBatch {
  readonly kind: "node";
  readonly node: string;
  readonly steps: readonly NodeStep[];
}

export type NodeStep = StepOf<
  | "node.start"
  | "nft.load"
  | "frr.start"
  | "service.start"
  | "hooks.set"
  | "network.create"
  | "container.create"
  | "container.start"
  | "exec"
>;
export type Batch = SandboxBatch | HostBatch | NetnsBatch | NodeBatch;

/**
 * The batches of a stage: at most one sandbox batch and one for the machine, which come first, then per node at most one netns batch and one
 * node batch, in the order the stage names the nodes. Stages may be joined before: `batchesOf({ steps: [...a, ...b] })`
 * makes one batch of namespaces and links, since `ip -batch` can add a namespace and use it in the next line.
 */
export function batchesOf(stage: { readonly steps: readonly Step[] }): readonly Batch[] {
  const sandbox: BatchLine[] = [];
  const host: BatchLine[] = [];
  const nodes = new Map<string, NodeParts>();
  const ofNode = (name: string): NodeParts => {
    const known = nodes.get(name) ?? { sysctls: [], ip: [], after: [], steps: [] };
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
        const { sysctls, ip, after } = ofNode(step.node);
        const late = after.filter((section) => section.program === "settings").flatMap((section) => section.lines);
        const line = { text: sysctlLine(step, sysctls.length + late.length + 1), step };
        if (ip.length === 0) sysctls.push(line);
        else addToSections(after, "settings", line);
        break;
      }
      case "host-macvlan.add": {
        const { onMachine, inNode } = hostMacvlanWords(step);
        const rename = ["netns", "exec", step.node, "ip", ...inNode];
        for (const words of [onMachine, rename]) host.push({ text: batchLine(words), step });
        break;
      }
      case "port-vlan.add":
      case "flood.add":
      case "learning.off":
        addToSections(ofNode(step.node).after, "bridge", { text: batchLine(bridgeCommandWords(step)), step });
        break;
      case "qdisc.set":
        addToSections(ofNode(step.node).after, "tc", { text: batchLine(tcWords(step)), step });
        break;
      case "rule.add":
      case "rule.delete": {
        const line = { text: batchLine(ipWords(step)), step };
        const family = step.op === "rule.add" ? step.rule.family : step.family;
        if (family === 6) addToSections(ofNode(step.node).after, "ip -6", line);
        else ofNode(step.node).ip.push(line);
        break;
      }
      case "device.add":
      case "link.set":
      case "addr.add":
      case "route.add":
        ofNode(step.node).ip.push({ text: batchLine(ipWords(step)), step });
        break;
      case "node.start":
      case "nft.load":
      case "frr.start":
      case "service.start":
      case "hooks.set":
      case "network.create":
      case "container.create":
      case "container.start":
      case "exec":
        ofNode(step.node).steps.push(step);
        break;
    }
  }
  const first: Batch[] = sandbox.length > 0 ? [{ kind: "sandbox", ip: sandbox }] : [];
  const second: Batch[] = host.length > 0 ? [{ kind: "host", ip: host }] : [];
  return [...first, ...second, ...[...nodes].flatMap(([node, parts]) => batchesOfNode(node, parts))];
}

interface NodeParts {
  readonly sysctls: BatchLine[];
  readonly ip: BatchLine[];
  readonly after: { program: Section["program"]; lines: BatchLine[] }[];
  readonly steps: NodeStep[];
}

function batchesOfNode(node: string, { sysctls, ip, after, steps }: NodeParts): Batch[] {
  return [
    ...(sysctls.length + ip.length + after.length > 0 ? [{ kind: "netns" as const, node, sysctls, ip, after }] : []),
    ...(steps.length > 0 ? [{ kind: "node" as const, node, steps }] : []),
  ];
}

/** The input of `ip -batch -`. */
export function ipBatchText(batch: Pick<SandboxBatch, "ip">): string {
  return batch.ip.map((line) => `${line.text}\n`).join("");
}

/** The input of `sh` in a node's network namespace: settings by the shell itself, one `ip -batch`, then what comes after. */
export function netnsScript(batch: NetnsBatch): string {
  const settings = batch.sysctls.length > 0 ? [...sysctlFunctions, ...batch.sysctls.map((line) => line.text)] : [];
  // The delimiter cannot be a line of the batch: each of those begins with an object (`link`, `address`, `route`).
  const [before, end] = batch.after.length === 0 ? ["exec ", ""] : ["", " || exit 1"];
  const network =
    batch.ip.length > 0 ? [`${before}ip -batch - <<'END'${end}`, ...batch.ip.map((line) => line.text), "END"] : [];
  return [...settings, ...network, ...batch.after.flatMap(sectionScript), ""].join("\n");
}
