// Knows: how checks side by side are asked, in rounds and when something has changed, until each has its verdict.
// Refuses to know: when a round is due (ask-times.ts), and what comes before and after them (run.ts).

import { CouldNotAsk } from "../observe/facts.ts";
import { createFacts } from "../observe/round-facts.ts";
import { noteCommands, noteNeeds, type Needs } from "../observe/needs.ts";
import { LabAgentGone, VtyUnavailable } from "../runtime/runtime.ts";
import type { AskContext, BeginContext, Finding, Inquiry } from "../check/check.ts";
import { nextAskAt } from "./ask-times.ts";
import { createBell } from "./bell.ts";
import type { ChangeWatch } from "./change-watch.ts";
import { createCheckRun, type CheckRun, type Verdict } from "./check-run.ts";
import type { CheckStep, Step } from "./step.ts";

export type CheckOf = Extract<Step, CheckStep>;

export interface PollOptions extends BeginContext {
  readonly factor: number;
  readonly now: () => number;
  readonly changes: ChangeWatch;
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
  askedAt: number;
  endedAt: number;
  changed: boolean;
  readonly needs: Needs;
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
  const runners = steps.map((step) => newRunner(step, begun.get(step)));
  const beganAt = options.now();
  const bell = createBell(options.signal);
  const trouble: unknown[] = [];
  const over = (): boolean => options.signal.aborted || trouble.length > 0;
  const open = (): Runner[] => runners.filter(({ done, step }) => !done && !stopped(step));
  const idle = (): Runner[] => open().filter((runner) => !runner.busy && !waitsForEarlier(runner, runners));
  const silence = options.changes.listen((nodes) => {
    for (const runner of open()) runner.changed ||= [...runner.needs.nodes].some((node) => nodes.has(node));
    bell.ring();
  });
  while (!over() && open().length > 0) {
    const facts = createFacts(options.runtime, options);
    for (const runner of idle()) {
      if (dueAt(runner, beganAt, options.changes) > options.now()) continue;
      runner.busy = true;
      void askOnce(runner, { ...options, facts }, options)
        .catch((error: unknown) => trouble.push(error))
        .finally(() => {
          runner.busy = false;
          bell.ring();
        });
    }
    const next = Math.min(...idle().map((runner) => dueAt(runner, beganAt, options.changes)));
    await bell.wait(next - options.now());
  }
  silence();
  for (const runner of runners) if (!runner.done) await runner.inquiry?.end(false).catch(() => []);
  if (trouble.length > 0) throw trouble[0];
}

function newRunner(step: CheckOf, inquiry: Inquiry | undefined): Runner {
  return {
    step,
    inquiry,
    run: undefined,
    startedAt: 0,
    asked: 0,
    askedAt: 0,
    endedAt: 0,
    changed: false,
    needs: { nodes: new Set(), beyondKernel: false },
    busy: false,
    done: false,
    lastSaw: undefined,
  };
}

/** The time at which to ask, on the clock of `now`. */
function dueAt({ run, needs, ...runner }: Runner, beganAt: number, changes: ChangeWatch): number {
  if (!run) return -Infinity;
  return nextAskAt({ ...runner, decidesAt: run.decidesAt(), told: isTold(needs, changes) }, beganAt);
}

function isTold({ nodes, beyondKernel }: Needs, changes: ChangeWatch): boolean {
  return !beyondKernel && nodes.size > 0 && [...nodes].every((node) => changes.tellsOf(node));
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
  runner.changed = false; // from here on: what changes now may come too late for the answer
  const finding = await findingOf(runner, {
    ...context,
    facts: noteNeeds(context.facts, runner.needs),
    runtime: noteCommands(context.runtime, runner.needs),
  });
  if (options.signal.aborted) return;
  const endedAt = options.now();
  Object.assign(runner, { askedAt: startedAt, endedAt });
  runner.asked += 1;
  const verdict = runner.run.take(finding, { startedAt, endedAt });
  if (!verdict) {
    if (finding.saw !== runner.lastSaw) options.onProgress(step, finding, endedAt - runner.startedAt);
    runner.lastSaw = finding.saw;
    if (runner.needs.nodes.size > 0) options.changes.begin();
    return;
  }
  const failed = verdict.outcome !== "pass";
  const kept = (await runner.inquiry?.end(failed)) ?? [];
  const reasons = verdict.outcome === "fail" && step.expect === "pass" ? await explanation(step, context, finding) : [];
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
      const final = error instanceof CouldNotAsk && error.hopeless;
      return { outcome: "error", saw: error.message, differs: [], final };
    }
    throw error;
  }
}

async function explanation(step: CheckOf, context: AskContext, finding: Finding): Promise<readonly string[]> {
  try {
    return await step.check.explain({ ...context, facts: createFacts(context.runtime, context) }, finding);
  } catch (error) {
    // The failure is known; what would have explained it is a gift.
    if (error instanceof CouldNotAsk || error instanceof VtyUnavailable || error instanceof LabAgentGone) return [];
    throw error;
  }
}
