// Knows: stopping, killing and starting what runs in a lab: a node, or one daemon or service of it.
// Refuses to know: why.

import { z } from "zod";
import { CommandError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { readNode } from "../check/place.ts";
import { daemonsOf } from "../model/commit-daemons.ts";
import { typedExec } from "../observe/typed-command.ts";
import { endingsText, endingText, type Ending } from "../model/ending.ts";
import { placeNamed, runsLater, splitPlace } from "../model/places.ts";
import type { Action, ActionOutcome, ActionReadContext, PerformContext } from "./action.ts";

export type Verb = "start" | "stop" | "restart" | "kill";

export interface ControlTarget {
  readonly node: string;
  /** undefined: the whole node. */
  readonly process: string | undefined;
  /** It is a container of the node, or an engine. */
  readonly isContained?: true;
}

/** The four actions differ in a word. */
export function controlAction(name: Verb, summary: string): Action<string, ControlTarget> {
  return {
    name,
    summary,
    schema: z.string().min(1).describe("A node, or one daemon or service of it: r1, r1/bgpd"),
    read: readControlTarget,
    label: ({ node, process }) => `${name} ${process === undefined ? node : `${node}/${process}`}`,
    command: (target) => typedControl(name, target),
    perform: (target, context) => control(name, target, context),
  };
}

function readControlTarget(written: string, context: ActionReadContext): ControlTarget | undefined {
  const { step, sink } = context;
  const contained = readContained(written, context);
  if (contained) return contained;
  const slash = written.lastIndexOf("/");
  const [name, process] = slash < 0 ? [written, undefined] : [written.slice(0, slash), written.slice(slash + 1)];
  const node = readNode(name, [], context);
  if (!node) return undefined;
  if (process === undefined) return { node: node.name, process };
  const known = [...daemonsOf(node), ...node.services.map((service) => service.name)];
  if (known.includes(process)) return { node: node.name, process };
  sink.error(
    "tests/no-daemon",
    step.spanOf([]),
    `${node.name} has no daemon or service "${process}"${didYouMean(process, known)}`,
    {
      hint: known.length === 0 ? "it runs none" : `it has: ${known.join(", ")}`,
    },
  );
  return undefined;
}

/** `node/container`, `node/docker`; also a container that an earlier step of the test runs. */
function readContained(written: string, { lab }: ActionReadContext): ControlTarget | undefined {
  const place = splitPlace(written);
  if (!place || !lab.graph.hasNode(place.node)) return undefined;
  const { networks = [], containers = [] } = lab.graph.getNodeAttributes(place.node);
  const isEngine = place.container === "docker" || place.container === "nspawn";
  const isKnown = placeNamed(lab, written) !== undefined || runsLater(lab, place);
  if (!isKnown && !(isEngine && networks.length + containers.length > 0)) return undefined;
  return { node: place.node, process: place.container, isContained: true };
}

async function control(verb: Verb, target: ControlTarget, context: PerformContext): Promise<ActionOutcome> {
  const { runtime, timeoutMs } = context;
  if (!runtime.control)
    return { outcome: "error", saw: "this lab was deployed without a plan: nothing in it can be started" };
  const { node, process } = target;
  try {
    const endings = await runtime.control(process === undefined ? { node } : { node, process }, verb, { timeoutMs });
    return { outcome: "pass", saw: doneText(verb, target, endings) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { outcome: "fail", saw: error.message, output: error.output };
  }
}

/** Whoever is asked to end may have to be made to: that is as much what happened as that it ended. */
function doneText(verb: Verb, { node, process }: ControlTarget, endings: readonly Ending[]): string {
  if (verb === "start") return "started";
  if (verb === "kill") return "killed";
  const [only] = endings;
  const isOne = process !== undefined && only?.name === `${node}/${process}`;
  const isGroup = process === undefined || process === "docker" || process === "nspawn";
  const ended = isOne ? endingText(only) : isGroup ? endingsText(endings) : "it did not run";
  if (verb === "stop") return ended;
  return endings.some(({ outlastedMs }) => outlastedMs !== undefined) ? `${ended}; started anew` : "started anew";
}

function typedControl(verb: Verb, { node, process, isContained }: ControlTarget): string {
  if (isContained) return `labctl container ${verb} ${node}/${process}`;
  if (process !== undefined && (verb === "stop" || verb === "kill"))
    return typedExec(node, ["pkill", verb === "kill" ? "-KILL" : "-TERM", "-x", process]);
  return noCommandFor(`${verb}: ${process === undefined ? node : `${node}/${process}`}`);
}

/** What stands where a command would, when only the lab file can say it. */
export function noCommandFor(step: string): string {
  return `# there is no command for it: an action "${step}" does it`;
}
