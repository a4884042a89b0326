// Knows: how one lab is tested: brought up when it does not run, and what happens to it afterwards.
// Refuses to know: how a step is judged (scenario/) and which other labs are tested (test.ts).

import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HostError, StateError } from "../base/errors.ts";
import type { Lab } from "../model/lab.ts";
import { frrDaemonDir } from "../render/frr.ts";
import { versionOf } from "../runtime/probe.ts";
import { umlSlowdown } from "../runtime/uml/slowdown.ts";
import type { ScenarioEvent } from "../scenario/events.ts";
import type { Gate, GateAnswer, StepPreview } from "../scenario/gate.ts";
import { refuseScenario } from "../scenario/refuse.ts";
import type { Refusal, RunResult } from "../scenario/result.ts";
import { runScenario } from "../scenario/run.ts";
import type { Selection } from "../scenario/select.ts";
import type { KernelChoice } from "./capabilities.ts";
import type { AppContext } from "./context.ts";
import { deployLab } from "./deploy.ts";
import { destroyLab } from "./destroy.ts";
import { openRuntime, pickRunning, statusOf } from "./lab-status.ts";
import type { ValidLab } from "./validate.ts";

export interface TestOptions {
  readonly select?: Selection | undefined;
  /** Of the files that have variants, this one. */
  readonly variant?: string | undefined;
  /** The kernel of a lab that is brought up for the test. */
  readonly kernel?: KernelChoice | undefined;
  /** A lab that was brought up for the test is left running. */
  readonly keep?: boolean | undefined;
  /** The same when a step failed; `destroy` unless said. `shell` stops there, whatever steps are left. */
  readonly onFailure?: "keep" | "destroy" | "shell" | undefined;
  /** Labs tested side by side; 1 unless said. */
  readonly jobs?: number | undefined;
  /** How often each lab is tested; 1 unless said. */
  readonly repeat?: number | undefined;
  /** Somebody who takes the steps one by one; one lab at a time then. */
  readonly stepping?: Stepping | undefined;
  /** Called after a failure when onFailure is `shell`; the lab is there until it settles. */
  readonly openShell?: ((lab: string) => Promise<unknown>) | undefined;
}

/** A person at a terminal, as far as a test run goes. */
export interface Stepping {
  /** Asked before each step. */
  readonly gate: (lab: string, preview: StepPreview) => Promise<GateAnswer>;
  /** Asked after the last step, when the lab is about to be destroyed. */
  readonly atEnd: (lab: string) => Promise<"destroy" | "leave">;
}

interface OneOptions extends TestOptions {
  /** There are others to test: what this machine cannot run is told in the report, and the others are tested. */
  readonly among: boolean;
}

export interface Tested {
  readonly run: RunResult;
  /** true: whoever took the steps one by one has had enough; the lab runs on. */
  readonly quit: boolean;
}

export async function testOne(
  { file, lab, steps }: ValidLab & { readonly file: string },
  options: OneOptions,
  context: AppContext,
  emit: (event: ScenarioEvent) => void,
): Promise<Tested> {
  const status = statusOf(context.store, lab.name);
  if (status.status === "running" && status.state.file !== resolve(file)) {
    throw new StateError(
      `a lab "${lab.name}" is running already, from another file: ${status.state.file}`,
      `labctl destroy ${lab.name}, or give this one another name`,
    );
  }
  const isOurs = status.status !== "running";
  if (isOurs) {
    const refusal = await bringUp(lab, options, context);
    if (refusal) return { run: refuseScenario({ lab, steps, select: options.select }, refusal, emit), quit: false };
  }
  const { keep, onFailure, stepping } = options;
  let failed = false;
  let isKept = keep === true;
  const answers: GateAnswer[] = [];
  const ask = async (preview: StepPreview, asked: Stepping): Promise<GateAnswer> => {
    const answer = await asked.gate(lab.name, preview);
    answers.push(answer);
    return answer;
  };
  const gate: Gate | undefined = stepping && ((preview) => ask(preview, stepping));
  try {
    const run = await runSteps({ lab, steps }, { ...options, gate }, context, emit);
    failed = run.counts.fail + run.counts.error > 0;
    if (failed && onFailure === "shell") await options.openShell?.(lab.name);
    const quit = answers.at(-1) === "quit" && !context.signal.aborted;
    isKept ||= quit || (failed && onFailure === "keep");
    if (stepping && isOurs && !isKept && !context.signal.aborted) isKept = (await stepping.atEnd(lab.name)) === "leave";
    return { run, quit };
  } finally {
    if (isOurs && !isKept) await destroyLab(context.store, lab.name);
  }
}

/** Why this machine cannot, when others are waiting; alone, a lab that cannot be run is an error like any other. */
async function bringUp(lab: Lab, options: OneOptions, context: AppContext): Promise<Refusal | undefined> {
  try {
    await deployLab(lab, context, options.kernel === undefined ? {} : { kernel: options.kernel });
    return undefined;
  } catch (error) {
    if (!options.among || !(error instanceof HostError)) throw error;
    return { reason: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}

async function runSteps(
  { lab, steps }: Pick<ValidLab, "lab" | "steps">,
  { select, gate, onFailure }: Pick<TestOptions, "select" | "onFailure"> & { readonly gate: Gate | undefined },
  { store, signal }: AppContext,
  emit: (event: ScenarioEvent) => void,
): Promise<RunResult> {
  const { anchor, state } = pickRunning(store, lab.name);
  const runtime = await openRuntime(anchor, store.readPlan(lab.name));
  try {
    return await runScenario({
      deadlineFactor: state.kernel === "uml" ? umlSlowdown : 1,
      lab,
      runtime,
      steps,
      emit,
      signal,
      stopAtFailure: onFailure === "shell",
      ...(await frrVersionFor(steps, signal)),
      evidenceDir: join(tmpdir(), `labctl-evidence-${lab.name}-${process.pid}`),
      ...(select ? { select } : {}),
      ...(gate ? { gate } : {}),
    });
  } finally {
    runtime.close();
  }
}

/** Asked only for a lab that wants to know: a lab has the machine's own FRR. */
async function frrVersionFor(steps: ValidLab["steps"], signal: AbortSignal): Promise<{ readonly frrVersion?: string }> {
  if (steps.every((step) => step.frrVersion === undefined)) return {};
  const said = await versionOf(`${frrDaemonDir}/zebra`, ["--version"], signal);
  const [version] = /\d+(\.\d+)*/.exec(said ?? "") ?? [];
  return version === undefined ? {} : { frrVersion: version };
}
