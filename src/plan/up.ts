// Knows: the order in which a lab comes up.
// Refuses to know: the details of any one stage; each has a file of its own.

import { endpointOf } from "../model/names.ts";
import type { Lab, LabNode, Link } from "../model/lab.ts";
import { planContainers, planContainerCommands, planHooks } from "./containers.ts";
import { planInterfaces, type LinkOf } from "./interfaces.ts";
import { planLateSysctls } from "./late-sysctls.ts";
import { kernelNeedsOf, needsOf, programNeedsOf } from "./needs.ts";
import { planLinks, planNamespaces } from "./network.ts";
import { planCommands, planProcesses } from "./processes.ts";
import type { Plan, Stage, Step } from "./step.ts";
import { planSysctls } from "./sysctls.ts";

/** What to do to bring the lab up. Same lab, same plan: no clock, no randomness, the order of the lab file. */
export function planLab(lab: Lab): Plan {
  const linkOf = linkIndexOf(lab);
  const perNode = (plan: (node: LabNode) => Step[]): Step[] => lab.graph.mapNodes((_key, node) => plan(node)).flat();
  const stages: Stage[] = [
    { name: "namespaces", title: "One network namespace per node", steps: planNamespaces(lab) },
    { name: "links", title: "Bridges for the LANs, and a veth pair per link", steps: planLinks(lab) },
    {
      name: "addresses",
      title: "Kernel settings, links up, addresses and routes, node by node",
      steps: perNode((node) => [...planSysctls(node), ...planInterfaces(node, linkOf), ...planLateSysctls(node)]),
    },
    {
      name: "processes",
      title: "Files, firewalls, routing daemons and services",
      steps: perNode((node) => planProcesses(lab, node)),
    },
    { name: "hooks", title: "What reacts to events", steps: planHooks(lab) },
    {
      name: "containers",
      title: "Containers and their networks, now that every node runs and can react to them",
      steps: perNode((node) => planContainers(lab, node)),
    },
    {
      name: "commands",
      title: "The commands of the lab file, in its order on each node",
      steps: perNode((node) => [...planCommands(node), ...planContainerCommands(node)]),
    },
  ].filter((stage) => stage.steps.length > 0);
  const steps = stages.flatMap((stage) => stage.steps);
  const needs = [...needsOf(steps), ...kernelNeedsOf(lab), ...programNeedsOf(lab)];
  return { version: 1, lab: lab.name, file: lab.file, stages, needs };
}

function linkIndexOf(lab: Lab): LinkOf {
  const links = new Map<string, Link>();
  lab.graph.forEachEdge((_key, link) => {
    for (const end of link.ends) links.set(endpointOf(end.node, end.ifname), link);
  });
  return (node, ifname) => links.get(`${node}:${ifname}`);
}
