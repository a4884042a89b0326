// Knows: what a page about a lab tells, gathered from its file: its network, what it needs, its steps with their commands.
// Refuses to know: in which language and order the page tells it.

import { featuresOf } from "../../src/app/capabilities.ts";
import { programWishes } from "../../src/app/doctor-wishes.ts";
import { outlineOf, type StepOutline } from "../../src/app/outline.ts";
import { planOf } from "../../src/app/plan.ts";
import { validateLab } from "../../src/app/validate.ts";
import { drawMermaid } from "../../src/draw/mermaid.ts";
import { drawText } from "../../src/draw/text.ts";
import type { Container } from "../../src/model/container.ts";
import type { Need } from "../../src/plan/step.ts";
import { formatCidr } from "../../src/model/ip.ts";
import type { Interface, Lab, LabNode } from "../../src/model/lab.ts";

export interface LabFacts {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs; none when the summary says it all. */
  readonly description: readonly string[];
  /** Without the heading: the page has its own. */
  readonly drawing: string;
  readonly mermaid: string;
  readonly nodes: readonly NodeFacts[];
  readonly kernel: Lab["kernel"];
  /** Features that not every kernel has. */
  readonly features: readonly string[];
  readonly daemons: readonly string[];
  readonly programs: readonly { readonly program: string; readonly aptPackage: string }[];
  readonly stages: readonly Stage[];
  /** Each once, in the order of the list of claims. */
  readonly claims: readonly string[];
}

export interface NodeFacts {
  readonly name: string;
  readonly kind: LabNode["kind"] | "container";
  /** `eth0 10.0.0.1/24`; only the name where there is no address. */
  readonly interfaces: readonly string[];
  /** Daemons and services. */
  readonly runs: readonly string[];
  /** Of a container: whose network it is in, when it has none of its own. */
  readonly networkOf?: "host" | "none" | { readonly container: string };
}

export interface Stage {
  readonly name: string | undefined;
  readonly steps: readonly StepFacts[];
}

export interface StepFacts extends StepOutline {
  /** Whether the lab file gives the step its name; else the program made its label. */
  readonly named: boolean;
}

export async function readFacts(file: string): Promise<LabFacts> {
  const { lab, steps } = await validateLab(file, { env: {} });
  const { needs } = planOf(lab).plan;
  const outline = outlineOf(lab, steps).map((step) => ({ ...step, named: isNamed(lab, step) }));
  return {
    name: lab.name,
    summary: lab.summary ?? "",
    description: lab.description?.split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, " ")) ?? [],
    drawing: drawText(lab).split("\n\n").slice(1).join("\n\n").trimEnd(),
    mermaid: drawMermaid(lab).trimEnd(),
    nodes: nodesOf(lab).flatMap((node) => [
      nodeFacts(node),
      ...(node.containers ?? []).map((c) => containerFacts(node, c)),
    ]),
    kernel: lab.kernel,
    features: [...featuresOf(needs).keys()],
    daemons: [...new Set(needs.flatMap(({ capability }) => /^frr:(.*)/.exec(capability)?.[1] ?? []))],
    programs: [...toolsOf(needs), ...lab.requires.map(({ program, aptPackage }) => ({ program, aptPackage }))],
    stages: stagesOf(outline),
    claims: [...new Set(outline.flatMap(({ claims }) => claims))].toSorted(),
  };
}

function isNamed(lab: Lab, { number }: StepOutline): boolean {
  return lab.tests.find((step) => step.number === number)?.name !== undefined;
}

function nodesOf(lab: Lab): readonly LabNode[] {
  return lab.graph.mapNodes((_key, node) => node).filter((node) => !(node.kind === "bridge" && node.implicit));
}

function nodeFacts(node: LabNode): NodeFacts {
  const daemons = node.kind === "frr" || node.kind === "cumulus" ? node.frr.daemons : [];
  const services = node.services.map(({ name }) => name);
  return {
    name: node.name,
    kind: node.kind,
    interfaces: interfacesOf(node.interfaces),
    runs: [...daemons, ...services],
  };
}

function containerFacts(node: LabNode, container: Container): NodeFacts {
  const { networking, frr, services, interfaces, name } = container;
  return {
    name: `${node.name}/${name}`,
    kind: "container",
    interfaces: interfacesOf(interfaces),
    runs: [...(frr?.daemons ?? []), ...services.map((service) => service.name)],
    ...(networking.mode === "host" || networking.mode === "none" ? { networkOf: networking.mode } : {}),
    ...(networking.mode === "container" ? { networkOf: { container: networking.of } } : {}),
  };
}

/** lo is everywhere: it counts only when the lab gives it an address. */
function interfacesOf(interfaces: readonly Interface[]): readonly string[] {
  return interfaces
    .filter(({ name, addresses }) => name !== "lo" || addresses.length > 0)
    .map(({ name, addresses }) => [name, ...addresses.map(({ cidr }) => formatCidr(cidr))].join(" "));
}

/** Programs that labctl itself runs for some labs only. */
function toolsOf(needs: readonly Need[]): LabFacts["programs"] {
  const optional = programWishes.filter(({ required, folder }) => !required && folder === undefined);
  return optional
    .filter(({ name }) => needs.some(({ capability }) => capability === name))
    .map(({ name, aptPackage }) => ({ program: name, aptPackage }));
}

function stagesOf(steps: readonly StepFacts[]): readonly Stage[] {
  const stages: { name: string | undefined; steps: StepFacts[] }[] = [];
  for (const step of steps) {
    const last = stages.at(-1);
    if (last && last.name === step.stage) last.steps.push(step);
    else stages.push({ name: step.stage, steps: [step] });
  }
  return stages;
}
