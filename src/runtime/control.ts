// Knows: how a node, a daemon or a service of a running lab is ended and started again, as the plan started it.
// Refuses to know: why (test actions and commands do).

import { CommandError } from "../base/errors.ts";
import type { Ending } from "../model/ending.ts";
import { splitPlace } from "../model/places.ts";
import type { FrrStart, Plan, StepOf } from "../plan/step.ts";
import { batchesOf, type BatchLine, type NetnsBatch, type NodeStep } from "../render/batches.ts";
import { frrDaemonArgv } from "../render/frr.ts";
import { ipWords } from "../render/ip.ts";
import { batchLine } from "../render/quote.ts";
import { doNodeStep, inNetns, inSandbox } from "./apply.ts";
import { bootEngine, controlContainer } from "./container-control.ts";
import { AgentError, type AgentClient } from "./client.ts";
import type { LabRuntime } from "./runtime.ts";

export type ControlVerb = "start" | "stop" | "restart" | "kill";
export interface ControlTarget {
  readonly node: string;
  /** A daemon or a service; the whole node when missing. */
  readonly process?: string;
}

/** FRR daemons take their leave of their neighbours; that is done well within this. A service gets no more. */
const defaultGraceMs = 10_000;

export function controlOf(plan: Plan, agent: AgentClient, runtime: LabRuntime): NonNullable<LabRuntime["control"]> {
  // A start that is under way is not given up half-way, and what it warns of was told when the lab was deployed.
  const apply = { agent, runtime, emit: () => {}, signal: new AbortController().signal };
  return async (target, verb, options = {}) => {
    const graceMs = options.timeoutMs ?? defaultGraceMs;
    try {
      const { node, process } = target;
      const contained = process === undefined ? undefined : await controlContainer(agent, node, process, verb);
      if (contained) return contained;
      const ends = verb === "restart" || verb === "stop" || verb === "kill";
      const endings = ends ? await end(target, verb === "kill" ? "KILL" : "TERM", graceMs) : [];
      if (verb === "restart" || verb === "start") await start(target);
      return endings;
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      throw new CommandError(`${verb} ${nameOf(target)}: ${error.message}`);
    }
  };

  async function end(
    { node, process }: ControlTarget,
    signal: "TERM" | "KILL",
    graceMs: number,
  ): Promise<readonly Ending[]> {
    const endService = (name: string): Promise<Ending | null> =>
      agent.call("service.stop", { node, name, signal, graceMs: Math.min(graceMs, defaultGraceMs) });
    if (process !== undefined) {
      if (!(await isDaemon(node, process))) return withoutNone([await endService(process)]);
      await endDaemon(node, process, signal, graceMs);
      return [{ name: `${node}/${process}`, how: undefined }];
    }
    const endings: (Ending | null)[] = [];
    if (signal === "TERM") {
      // The routing daemons before zebra: it withdraws what they have put into the kernel.
      const running = (await runtime.processes()).filter((p) => p.node === node && p.state === "running");
      const daemons = running.filter((p) => p.kind === "daemon").map((p) => p.name);
      const services = running.filter((p) => p.kind === "service");
      // One that has just died is not there to be ended, and that is as good.
      const endIfThere = (name: string): Promise<void> => endDaemon(node, name, signal, graceMs, true);
      const [ofServices] = await Promise.all([
        Promise.all(services.map(({ name }) => endService(name))),
        Promise.all(daemons.filter((name) => name !== "zebra").map(endIfThere)),
      ]);
      endings.push(...ofServices);
      if (daemons.includes("zebra")) await endIfThere("zebra");
    }
    await agent.call("node.stop", { node });
    return withoutNone(endings);
  }

  async function start({ node, process }: ControlTarget): Promise<void> {
    if (process !== undefined) {
      if (await isDaemon(node, process)) await startDaemon(node, process);
      else await doNodeStep(serviceStep(node, process), apply);
      return;
    }
    const hasProcesses = stepsOf(node).some(({ op }) => op === "node.start");
    if (!(await agent.call("node.boot", { node, hasProcesses }))) return;
    for (const stage of plan.stages) {
      for (const batch of batchesOf(stage)) {
        if (batch.kind === "sandbox") await inSandbox({ ...batch, ip: batch.ip.filter(isBridgeOf(node)) }, apply);
        if (batch.kind === "netns" && batch.node === node) await inNetns(wiringOf(batch), apply);
        if (batch.kind !== "node" || batch.node !== node) continue;
        for (const step of await bootEngine(agent, node, batch.steps)) await startStep(step);
      }
    }
  }

  /** A switch starts with what was committed on it, not with what its lab file said. */
  async function startStep(step: NodeStep): Promise<void> {
    const isSwitch = switchFileOf(step.node) !== undefined;
    if (step.op !== "frr.start" || !isSwitch) return doNodeStep(step, apply);
    // Stanzas the kernel does not take leave the others as they should be; the switch's own log says which.
    await runtime.exec(step.node, ["ifreload", "-a"], { timeoutMs: 60_000 });
    const { stdout } = await runtime.exec(step.node, ["cat", "/etc/frr/daemons"]);
    const enabled = stdout.split("\n").flatMap((line) => /^(\w+d)=yes$/.exec(line)?.[1] ?? []);
    return doNodeStep({ ...step, daemons: [...new Set([...step.daemons, ...enabled])] }, apply);
  }

  /**
   * The cables are as they were; what somebody has set on the node's ends of them is not of the machine's nature. What a
   * switch's own files speak of, they set.
   */
  function wiringOf(batch: NetnsBatch): NetnsBatch {
    const stanzas = (switchFileOf(batch.node) ?? "").split("\n");
    const isFiles = ({ step }: BatchLine): boolean => "dev" in step && stanzas.includes(`auto ${step.dev}`);
    return { ...batch, ip: [...cableEndsOf(batch.node), ...batch.ip.filter((line) => !isFiles(line))] };
  }

  function cableEndsOf(node: string): readonly BatchLine[] {
    return plan.stages
      .flatMap(({ steps }) => steps)
      .flatMap((step) => {
        if (step.op !== "veth.add") return [];
        const ends = [step.a, step.b].filter((end) => end.node === node);
        return ends.map(({ dev, mac }) => {
          const words = ipWords({ op: "link.set", node, dev, set: { mac, mtu: step.mtu }, at: step.at });
          return { text: batchLine(words), step };
        });
      });
  }

  async function endDaemon(
    node: string,
    daemon: string,
    signal: "TERM" | "KILL",
    graceMs: number,
    mayBeGone = false,
  ): Promise<void> {
    // The node's pid 1 reaps at once, so a process that is gone is gone for kill(1), too.
    const program =
      'pid=$(cat "/run/frr/$1.pid") && kill -"$2" "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.01; done';
    const result = await runtime.exec(node, ["sh", "-c", program, "end", daemon, signal], { timeoutMs: graceMs });
    if (result.code === 0 || (mayBeGone && !result.timedOut)) return;
    const why = result.timedOut ? `it did not end within ${graceMs / 1000} s` : "it does not run";
    throw new CommandError(`${daemon} on ${node}: ${why}`, { output: result.stderr });
  }

  async function startDaemon(node: string, daemon: string): Promise<void> {
    // As watchfrr does it: the daemon starts empty, and vtysh hands it what is its own of the saved configuration.
    const argv = frrDaemonArgv(daemon, frrStep(node) ?? { profile: undefined }, "later");
    const commands = [argv, ["vtysh", "-b", "-d", daemon]];
    for (const command of commands) {
      const result = await runtime.exec(node, command, { timeoutMs: 60_000 });
      if (result.code === 0) continue;
      throw new CommandError(`${daemon} on ${node} did not start`, {
        command: command.join(" "),
        output: result.stdout + result.stderr,
      });
    }
    await agent.call("daemon.watch", { node, daemon });
  }

  /** /etc/network/interfaces of a Cumulus switch, as planned. */
  function switchFileOf(node: string): string | undefined {
    const start = stepsOf(node).find((step) => step.op === "node.start");
    if (start?.op !== "node.start" || start.nclu !== true) return undefined;
    return start.files.find(({ path }) => path === "/etc/network/interfaces")?.text ?? "";
  }
  function stepsOf(node: string): readonly NodeStep[] {
    const batches = plan.stages.flatMap((stage) => batchesOf(stage));
    return batches.flatMap((batch) => (batch.kind === "node" && batch.node === node ? batch.steps : []));
  }
  function frrStep(node: string): FrrStart | undefined {
    const place = splitPlace(node);
    if (!place) return stepsOf(node).find((step) => step.op === "frr.start");
    const steps = stepsOf(place.node).filter((step) => step.op === "container.start");
    return steps.find((step) => step.container === place.container)?.frr;
  }
  /** One that the plan starts, or one that was seen: a commit on a switch starts more. */
  async function isDaemon(node: string, process: string): Promise<boolean> {
    if (frrStep(node)?.daemons.includes(process) === true || process === "mgmtd") return true;
    const seen = await runtime.processes();
    return seen.some((one) => one.node === node && one.name === process && one.kind === "daemon");
  }
  function serviceStep(node: string, name: string): StepOf<"service.start"> {
    const step = stepsOf(node).find((candidate) => candidate.op === "service.start" && candidate.name === name);
    if (step?.op !== "service.start") throw new CommandError(`${node} has no daemon or service "${name}"`);
    return step;
  }
}

/** Where the node is a switch, its bridge is the one thing in the lab's wiring that is its own. */
function isBridgeOf(node: string): (line: BatchLine) => boolean {
  return ({ step }) => step.op === "bridge.add" && step.node === node;
}

function withoutNone(endings: readonly (Ending | null)[]): readonly Ending[] {
  return endings.filter((ending) => ending !== null);
}

function nameOf({ node, process }: ControlTarget): string {
  return process === undefined ? node : `${node}/${process}`;
}
