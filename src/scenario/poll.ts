// Knows: how checks side by side are asked in rounds until each has its verdict.
// Refuses to know: what comes before and after them (run.ts).

import { CouldNotAsk } from "../observe/facts.ts";
import { createFacts } from "../observe/round-facts.ts";
import { LabAgentGone, VtyUnavailable } from "../runtime/runtime.ts";
import type { AskContext, BeginContext, Finding, Inquiry } from "../check/check.ts";
import { createCheckRun, type CheckRun, type Verdict } from "./check-run.ts";
import type { CheckStep, Step } from "./step.ts";

/** A round of questions to the vty sockets costs a few milliseconds: 50 ms keep the lab's processors free. */
const roundMs = 50;
/** After two seconds nothing hangs on the last 50 ms any more. */
const lateRoundMs = 100;
const lateAfterMs = 2_000;

export type CheckOf = Extract<Step, CheckStep>;

export interface PollOptions extends BeginContext {
  readonly factor: number;
  readonly now: () => number;
  readonly onStarted: (step: CheckOf) => void;
  readonly onProgress: (step: CheckOf, finding: Finding, elapsedMs: number) => void;
  readonly onVerdict: (step: CheckOf, verdict: Verdict, asked: number) => void;
}

interface Runner {
  readonly step: CheckOf;
  inquiry: Inquiry | undefined;
  run: CheckRun | undefined;
  startedAt: number;
  asked: number;
  busy: boolean;
  done: boolean;
  lastSaw: string | undefined;
}

/** Asks until all have a verdict or are `stopped`, or `signal` aborts. `begun` holds inquiries already under way. */
export async function pollChecks(
  steps: readonly CheckOf[],
  options: PollOptions,
  begun: ReadonlyMap<CheckOf, Inquiry>,
  stopped: (step: CheckOf) => boolean,
): Promise<void> {
  const runners = steps.map((step): Runner => ({
    step,
    inquiry: begun.get(step),
    run: undefined,
    startedAt: 0,
    asked: 0,
    busy: false,
    done: false,
    lastSaw: undefined,
  }));
  const beganAt = options.now();
  const bell = createBell(options.signal);
  const trouble: unknown[] = [];
  const over = (): boolean => options.signal.aborted || trouble.length > 0;
  const open = (): Runner[] => runners.filter(({ done, step }) => !done && !stopped(step));
  while (!over() && open().length > 0) {
    const facts = createFacts(options.runtime, options);
    const context: AskContext = { ...options, facts };
    for (const runner of open()) {
      if (runner.busy || waitsForEarlier(runner, runners)) continue;
      runner.busy = true;
      void askOnce(runner, context, options)
        .catch((error: unknown) => trouble.push(error))
        .finally(() => {
          runner.busy = false;
          if (runner.done || trouble.length > 0) bell.ring();
        });
    }
    await bell.wait(options.now() - beganAt < lateAfterMs ? roundMs : lateRoundMs);
  }
  for (const runner of runners) if (!runner.done) await runner.inquiry?.end(false).catch(() => []);
  if (trouble.length > 0) throw trouble[0];
}

/** A negative check waits for the positive ones before it: "no route" is true of any lab that is not up yet. */
function waitsForEarlier(runner: Runner, runners: readonly Runner[]): boolean {
  if (runner.step.expect !== "fail" || runner.run !== undefined) return false;
  return runners.slice(0, runners.indexOf(runner)).some(({ step, done }) => !done && step.expect === "pass");
}

async function askOnce(runner: Runner, context: AskContext, options: PollOptions): Promise<void> {
  const { step } = runner;
  if (!runner.run) {
    runner.startedAt = options.now();
    runner.run = createCheckRun(step, { startedAt: runner.startedAt, withinMs: step.withinMs * options.factor });
    options.onStarted(step);
  }
  const startedAt = options.now();
  const finding = await findingOf(runner, context);
  if (options.signal.aborted) return;
  const endedAt = options.now();
  runner.asked += 1;
  const verdict = runner.run.take(finding, { startedAt, endedAt });
  if (!verdict) {
    if (finding.saw !== runner.lastSaw) options.onProgress(step, finding, endedAt - runner.startedAt);
    runner.lastSaw = finding.saw;
    return;
  }
  const failed = verdict.outcome !== "pass";
  const kept = (await runner.inquiry?.end(failed)) ?? [];
  const reasons = verdict.outcome === "fail" && step.expect === "pass" ? await explanation(step, context) : [];
  runner.done = true;
  options.onVerdict(step, { ...verdict, notes: [...verdict.notes, ...reasons, ...kept] }, runner.asked);
}

async function findingOf(runner: Runner, context: AskContext): Promise<Finding> {
  try {
    runner.inquiry ??= await runner.step.check.begin(context);
    return await runner.inquiry.ask(context);
  } catch (error) {
    if (error instanceof LabAgentGone) return { outcome: "error", saw: "the lab is gone", differs: [], final: true };
    if (error instanceof CouldNotAsk || error instanceof VtyUnavailable) {
      return { outcome: "error", saw: error.message, differs: [] };
    }
    throw error;
  }
}

async function explanation(step: CheckOf, context: AskContext): Promise<readonly string[]> {
  try {
    return await step.check.explain({ ...context, facts: createFacts(context.runtime, context) });
  } catch (error) {
    // The failure is known; what would have explained it is a gift.
    if (error instanceof CouldNotAsk || error instanceof VtyUnavailable || error instanceof LabAgentGone) return [];
    throw error;
  }
}

/** A wait that ends at its time or when somebody rings. */
function createBell(signal: AbortSignal): { readonly ring: () => void; readonly wait: (ms: number) => Promise<void> } {
  let wake: (() => void) | undefined;
  let rung = false;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  signal.addEventListener("abort", ring, { once: true });
  return {
    ring,
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(ring, ms);
        wake = () => {
          clearTimeout(timer);
          wake = undefined;
          rung = false;
          resolve();
        };
        if (rung) wake();
      }),
  };
}
