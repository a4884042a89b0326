// Knows: how a plan reads as a shell script that a person would type: its order, its headings, what surrounds it.
// Refuses to know: the commands of each kind of step (script-*.ts).

import type { Plan, Stage } from "../plan/step.ts";
import { shellWord } from "./quote.ts";
import { containerParagraphs, containerPreamble } from "./script-containers.ts";
import { oneLine, type Paragraph, scriptDirOf } from "./script-parts.ts";
import { addressParagraphs, linkParagraphs, namespaceParagraphs } from "./script-network.ts";
import { commandParagraphs, type EnvOf, processParagraphs } from "./script-nodes.ts";
import { nodePreamble } from "./script-preamble.ts";

/** What the script says about the lab beyond the plan. */
export interface ScriptSubject {
  readonly summary?: string | undefined;
}

/**
 * The whole plan as a commented shell script. It runs when pasted into a root shell and under `sh -eu`; everything it
 * makes is under /run, in network namespaces of the nodes' names, and in processes.
 */
export function renderScript(plan: Plan, about: ScriptSubject = {}): string {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const preamble = [
    ...(steps.some((step) => step.op === "node.start") ? nodePreamble(plan) : []),
    ...(steps.some((step) => step.op === "container.start") ? containerPreamble() : []),
  ];
  const envs = new Map(steps.flatMap((step) => (step.op === "node.start" ? [[step.node, step.env] as const] : [])));
  const envOf: EnvOf = (node) => envs.get(node) ?? {};
  const body = plan.stages.flatMap((stage) => [stageHeading(stage), ...stageParagraphs(stage, envOf)]);
  return `${[header(plan, about), ...preamble, ...body].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function stageParagraphs(stage: Stage, envOf: EnvOf): Paragraph[] {
  switch (stage.name) {
    case "namespaces":
      return namespaceParagraphs(stage.steps);
    case "links":
      return linkParagraphs(stage.steps);
    case "addresses":
      return addressParagraphs(stage.steps);
    case "processes":
      return processParagraphs(stage.steps, envOf);
    case "hooks":
      return [["# What reacts to events needs labctl: the lab file's hooks are not part of this script."]];
    case "containers":
      return containerParagraphs(stage.steps);
    case "commands":
      return commandParagraphs(stage.steps, envOf);
    default:
      throw new Error(`a stage nobody told the script about: ${stage.name}`);
  }
}

function stageHeading(stage: Stage): Paragraph {
  return [`# ${"-".repeat(10)} ${stage.title} ${"-".repeat(Math.max(3, 100 - stage.title.length))}`];
}

function header(plan: Plan, about: ScriptSubject): Paragraph {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const nodes = steps.flatMap((step) => (step.op === "netns.add" ? [step.node] : []));
  const links = steps.filter((step) => step.op === "veth.add").length;
  const dir = scriptDirOf(plan);
  const hasProcesses = steps.some((step) => step.op === "node.start");
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
  return [
    "#!/bin/sh",
    `# ${plan.lab}${about.summary === undefined ? "" : `: ${oneLine(about.summary)}`}`,
    `# ${count(nodes.length, "node")}, ${count(links, "link")}; written by \`labctl plan ${plan.file}\`.`,
    ...requirements(plan),
    "#",
    "# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type",
    "# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:",
    "#",
    "#   unshare --net --mount --pid --fork --mount-proc",
    "#   mount -t tmpfs tmpfs /run",
    "#",
    "# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:",
    "#",
    ...(hasProcesses ? [`#   kill -9 $(cat ${dir}/*/pid)`] : []),
    `#   for node in ${nodes.map(shellWord).join(" ")}; do ip netns delete "$node"; done`,
    ...(hasProcesses ? [`#   rm -r ${dir}`] : []),
  ];
}

/** The programs that the lab file asks for, and what brings them. */
function requirements(plan: Plan): readonly string[] {
  const programs = plan.needs.flatMap(({ program }) => program ?? []);
  if (programs.length === 0) return [];
  const packages = [...new Set(programs.map(({ aptPackage }) => aptPackage))].sort();
  return [`# It runs ${programs.map(({ name }) => name).join(", ")}: apt-get install ${packages.join(" ")}`];
}
