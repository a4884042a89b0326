// Knows: which labs a test run is about, which of them must be brought up first, and what happens to them afterwards.
// Refuses to know: how a step is judged (scenario/) and what the report looks like (term/report/).

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";
import { HostError, StateError, UsageError } from "../base/errors.ts";
import type { Lab } from "../model/lab.ts";
import type { ScenarioEvent } from "../scenario/events.ts";
import { refuseScenario } from "../scenario/refuse.ts";
import { countOutcomes, exitCodeOf, type Refusal, type RunResult } from "../scenario/result.ts";
import { umlSlowdown } from "../runtime/uml/slowdown.ts";
import { runScenario } from "../scenario/run.ts";
import { checkSelection, type Selection } from "../scenario/select.ts";
import type { KernelChoice } from "./capabilities.ts";
import type { AppContext } from "./context.ts";
import { deployLab } from "./deploy.ts";
import { destroyLab } from "./destroy.ts";
import { openRuntime, pickRunning, statusOf } from "./lab-status.ts";
import { validateLab, type ValidLab } from "./validate.ts";

export interface TestOptions {
  readonly select?: Selection | undefined;
  /** The kernel of a lab that is brought up for the test. */
  readonly kernel?: KernelChoice | undefined;
  /** A lab that was brought up for the test is left running. */
  readonly keep?: boolean | undefined;
  /** The same when a step failed; `destroy` unless said. */
  readonly onFailure?: "keep" | "destroy" | "shell" | undefined;
  /** Labs tested side by side; 1 unless said. */
  readonly jobs?: number | undefined;
  /** How often each lab is tested; 1 unless said. */
  readonly repeat?: number | undefined;
  /** Called after a failure when onFailure is `shell`; the lab is there until it settles. */
  readonly openShell?: ((lab: string) => Promise<unknown>) | undefined;
}

export interface TestRun {
  readonly runs: readonly RunResult[];
  readonly exitCode: number;
}

/** A lab to test: from a file, and running or not. */
interface Target {
  readonly file: string;
  readonly name: string | undefined;
}

/**
 * Tests each target in turn, or `jobs` at a time (then the events of one lab are held back until it is done, so that
 * a report never mixes two). Throws what loading or deploying throws; a step that fails is a result, and so is one of
 * several labs that this machine cannot run.
 */
export async function testLabs(
  wanted: readonly string[],
  options: TestOptions,
  context: AppContext,
  emit: (event: ScenarioEvent) => void,
): Promise<TestRun> {
  const targets = findTargets(wanted, context);
  // Every file is read before the first lab is touched: a mistake in the last one is told at once.
  const loaded = await Promise.all(
    targets.map(async ({ file, name }) => ({ file, ...(await validateLab(file, { env: context.env, name })) })),
  );
  for (const { steps, warnings } of loaded) {
    for (const diagnostic of warnings) context.emit({ type: "warning", diagnostic });
    if (options.select) checkSelection(steps, options.select);
  }
  // Round after round: two runs of one lab side by side would only wait for each other.
  const queue = Array.from({ length: options.repeat ?? 1 }, () => loaded).flat();
  const among = loaded.length > 1;
  const jobs = Math.max(1, Math.min(options.jobs ?? 1, queue.length));
  const runs: RunResult[] = [];
  const pending = queue.values();
  const busy = new Map<string, Promise<unknown>>();
  const worker = async (): Promise<void> => {
    for (const lab of pending) {
      if (context.signal.aborted) return;
      const held: ScenarioEvent[] = [];
      const listen = jobs === 1 ? emit : (event: ScenarioEvent) => void held.push(event);
      // Two runs of one lab never overlap: they would be the same lab.
      const turn = (busy.get(lab.lab.name) ?? Promise.resolve()).then(() =>
        testOne(lab, { ...options, among }, context, listen),
      );
      busy.set(
        lab.lab.name,
        turn.catch(() => {}),
      );
      runs.push(await turn);
      for (const event of held) emit(event);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return { runs, exitCode: exitCodeOf(runs) };
}

function findTargets(wanted: readonly string[], { store }: AppContext): readonly Target[] {
  const running = store.list().flatMap((name) => {
    const status = statusOf(store, name);
    return status.status === "running" ? [{ file: status.state.file, name }] : [];
  });
  if (wanted.length > 0) {
    return wanted.map((word) => {
      const isFile = /[./]/.test(word);
      if (isFile) return { file: word, name: undefined };
      const { state } = pickRunning(store, word);
      return { file: state.file, name: word };
    });
  }
  if (running.length > 0) return running;
  const files = labFilesIn("labs");
  if (files.length === 0)
    throw new UsageError("there is nothing to test: no lab runs, and there is no labs/*.yml here");
  return files.map((file) => ({ file, name: undefined }));
}

function labFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

interface OneOptions extends TestOptions {
  /** There are others to test: what this machine cannot run is told in the report, and the others are tested. */
  readonly among: boolean;
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

async function testOne(
  { file, lab, steps }: ValidLab & { readonly file: string },
  options: OneOptions,
  context: AppContext,
  emit: (event: ScenarioEvent) => void,
): Promise<RunResult> {
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
    if (refusal) return refuseScenario({ lab, steps, select: options.select }, refusal, emit);
  }
  let failed = false;
  try {
    const { anchor, state } = pickRunning(context.store, lab.name);
    const runtime = await openRuntime(anchor, context.store.readPlan(lab.name));
    try {
      const result = await runScenario({
        deadlineFactor: state.kernel === "uml" ? umlSlowdown : 1,
        lab,
        runtime,
        steps,
        emit,
        signal: context.signal,
        evidenceDir: join(tmpdir(), `labctl-evidence-${lab.name}-${process.pid}`),
        ...(options.select ? { select: options.select } : {}),
      });
      const counts = countOutcomes(result.steps);
      failed = counts.fail + counts.error > 0;
      return result;
    } finally {
      runtime.close();
      if (failed && options.onFailure === "shell") await options.openShell?.(lab.name);
    }
  } finally {
    const isKept = options.keep === true || (failed && options.onFailure === "keep");
    if (isOurs && !isKept) await destroyLab(context.store, lab.name);
  }
}
