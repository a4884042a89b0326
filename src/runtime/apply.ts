// Knows: how a plan becomes a running lab: which process does which steps, and which step a failure came from.
// Refuses to know: what is undone afterwards (the caller ends the sandbox, and everything goes with it).

import type { Diagnostic } from "../base/diagnostics.ts";
import { CommandError, InterruptedError } from "../base/errors.ts";
import type { Plan, Stage, Step } from "../plan/step.ts";
import {
  batchesOf,
  ipBatchText,
  netnsScript,
  type HostBatch,
  type NetnsBatch,
  type NodeBatch,
  type NodeStep,
  type SandboxBatch,
} from "../render/batches.ts";
import { blamedStep, commandOf } from "../render/blame.ts";
import { AgentError, type AgentClient } from "./client.ts";
import { doContainerStep } from "./container-apply.ts";
import { startFrr } from "./frr-start.ts";
import type { ExecResult, LabRuntime } from "./runtime.ts";

export type ApplyEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "stage-done"; readonly stage: Stage; readonly tookMs: number }
  | { readonly type: "warning"; readonly diagnostic: Diagnostic };

/**
 * Nodes are done this many at a time. More gains nothing: the kernel makes links one after the other (rtnl), and
 * starting daemons is bound by the processors (measured on two: four at a time are as fast as sixteen).
 */
const nodesAtOnce = 4;
/** No single command of ours takes this long on a machine that works. */
const commandTimeoutMs = 120_000;

/** Carries the plan out. Throws CommandError naming the failed step, or InterruptedError; undoes nothing itself. */
export async function applyPlan(
  plan: Plan,
  agent: AgentClient,
  options: {
    readonly runtime: LabRuntime;
    readonly emit: (event: ApplyEvent) => void;
    readonly signal: AbortSignal;
    /** Runs lines of `ip -batch` on the machine itself; a lab that never leaves its sandbox does without. */
    readonly ipOnHost?: (lines: string) => Promise<ExecResult>;
  },
): Promise<void> {
  const apply: Apply = { agent, ...options };
  for (const stage of plan.stages) {
    options.emit({ type: "stage", stage });
    const startedAt = performance.now();
    const batches = batchesOf(stage);
    for (const batch of batches) if (batch.kind === "sandbox") await inSandbox(batch, apply);
    for (const batch of batches) if (batch.kind === "host") await onHost(batch, apply);
    await eachLimited(
      batches.filter((batch) => batch.kind !== "sandbox" && batch.kind !== "host"),
      nodesAtOnce,
      (batch) => (batch.kind === "netns" ? inNetns(batch, apply) : inNode(batch, apply)),
    );
    options.emit({ type: "stage-done", stage, tookMs: performance.now() - startedAt });
  }
}

export interface Apply {
  readonly agent: AgentClient;
  readonly runtime: LabRuntime;
  readonly emit: (event: ApplyEvent) => void;
  readonly signal: AbortSignal;
  readonly ipOnHost?: (lines: string) => Promise<ExecResult>;
}

/** Stops handing out work at the first failure, and waits for what is under way. */
async function eachLimited<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  const failure = results.find((result) => result.status === "rejected");
  if (failure) throw failure.reason;
}

export async function inSandbox(batch: SandboxBatch, apply: Apply): Promise<void> {
  if (batch.ip.length === 0) return;
  const result = await exec(apply, undefined, ["ip", "-batch", "-"], ipBatchText(batch));
  if (result.code !== 0) throw batchFailure(batch, result, batch.ip[0]?.step);
}

async function onHost(batch: HostBatch, apply: Apply): Promise<void> {
  stopIfAborted(apply);
  const [first] = batch.ip;
  if (!apply.ipOnHost) {
    const where = first === undefined ? {} : { at: first.step.at };
    throw new CommandError("this lab's kernel has no way to an interface of the machine", where);
  }
  const result = await apply.ipOnHost(ipBatchText(batch));
  if (result.code !== 0) throw batchFailure(batch, result, first?.step);
}

export async function inNetns(batch: NetnsBatch, apply: Apply): Promise<void> {
  const result = await exec(apply, batch.node, ["sh", "-s"], netnsScript(batch));
  if (result.code !== 0) throw batchFailure(batch, result, (batch.ip[0] ?? batch.sysctls[0])?.step);
}

async function inNode(batch: NodeBatch, apply: Apply): Promise<void> {
  for (const step of batch.steps) await doNodeStep(step, apply);
}

/** Starts what one step asks for. Throws CommandError naming the line of the lab file. */
export async function doNodeStep(step: NodeStep, apply: Apply): Promise<void> {
  stopIfAborted(apply);
  switch (step.op) {
    case "node.start": {
      const { at, op, ...request } = step;
      await toCommandError(step, `node ${step.node} did not start`, () => apply.agent.call("node.start", request));
      return;
    }
    case "service.start": {
      const { at, op, ...request } = step;
      await toCommandError(step, `service ${step.name} did not start`, () =>
        apply.agent.call("service.start", request),
      );
      return;
    }
    case "nft.load": {
      const result = await exec(apply, step.node, ["nft", "-f", "-"], step.ruleset);
      if (result.code !== 0) throw failure(step, `nft refuses the ruleset of ${step.node}`, result);
      return;
    }
    case "frr.start": {
      for (const diagnostic of await startFrr(step, apply.agent, apply.runtime))
        apply.emit({ type: "warning", diagnostic });
      return;
    }
    case "hooks.set":
    case "network.create":
    case "container.create":
    case "container.start": {
      const warnings = await doContainerStep(step, apply.agent, apply.runtime);
      for (const diagnostic of warnings) apply.emit({ type: "warning", diagnostic });
      return;
    }
    case "exec": {
      const result = await exec(apply, step.node, step.argv);
      if (result.code === 0) return;
      const error = failure(step, `a command of ${step.node} failed`, result);
      if (step.strict) throw error;
      const message = `${error.message}: ${step.argv.join(" ")}: ${result.stderr.trim() || `exit ${result.code}`}`;
      apply.emit({ type: "warning", diagnostic: { code: "deploy/exec", severity: "warning", message, at: step.at } });
    }
  }
}

async function exec(
  apply: Apply,
  node: string | undefined,
  argv: readonly string[],
  stdin?: string,
): Promise<ExecResult> {
  stopIfAborted(apply);
  const result = await apply.runtime.exec(node, argv, {
    timeoutMs: commandTimeoutMs,
    signal: apply.signal,
    ...(stdin === undefined ? {} : { stdin }),
  });
  stopIfAborted(apply);
  return result;
}

function stopIfAborted(apply: Apply): void {
  if (apply.signal.aborted) throw new InterruptedError("interrupted");
}

async function toCommandError<T>(step: Step, message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    throw new CommandError(message, { at: step.at, output: error.message });
  }
}

function batchFailure(
  batch: SandboxBatch | HostBatch | NetnsBatch,
  result: ExecResult,
  fallback: Step | undefined,
): CommandError {
  const step = blamedStep(batch, result.stderr);
  const command = step && commandOf(batch, step);
  const at = (step ?? fallback)?.at;
  return new CommandError(`the kernel refuses a step of ${batch.kind === "netns" ? batch.node : "the lab's wiring"}`, {
    ...(at ? { at } : {}),
    ...(command === undefined ? {} : { command }),
    output: endOf(result),
  });
}

function failure(step: NodeStep, message: string, result: ExecResult): CommandError {
  return new CommandError(message, {
    at: step.at,
    command: result.argv.join(" "),
    output: result.stdout + endOf(result),
  });
}

function endOf(result: ExecResult): string {
  const how = result.timedOut ? `no end within ${commandTimeoutMs / 1000} s` : "";
  return [result.stderr.trimEnd(), how].filter((part) => part !== "").join("\n");
}
