// Knows: the order of a scenario: checks side by side, actions as barriers, stops, and results in the order written.
// Refuses to know: how a check is judged (check-run.ts) and what the report looks like (term/report/).

import { setMaxListeners } from "node:events";
import type { BeginContext, Finding, Inquiry } from "../check/check.ts";
import type { Lab } from "../model/lab.ts";
import { LabAgentGone, type LabRuntime } from "../runtime/runtime.ts";
import { createChangeWatch, type ChangeWatch } from "./change-watch.ts";
import type { Emit } from "./events.ts";
import { evidenceKeeper } from "./evidence.ts";
import { createOrderedResults, type OrderedResults } from "./ordered-results.ts";
import { pollChecks, type CheckOf, type PollOptions } from "./poll.ts";
import { countOutcomes, type RunResult } from "./result.ts";
import { isSelected, type Selection } from "./select.ts";
import type { ActionStep, Step } from "./step.ts";

export interface ScenarioOptions {
  readonly lab: Lab;
  readonly runtime: LabRuntime;
  readonly steps: readonly Step[];
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Deadlines are multiplied by it (a user-mode kernel is slower); 1 when not given. `for` is not: it is a claim. */
  readonly deadlineFactor?: number;
  /** Only these steps; all when not given. */
  readonly select?: Selection;
  /** A folder on the host for evidence that must outlive the lab (captures of failed steps); made when needed. */
  readonly evidenceDir?: string;
}

/** A question takes no longer than this, unless its step waits longer. */
const questionMs = 5_000;

/** Runs the steps and reports each in order. Throws only for bugs: a lab that goes away meanwhile is an outcome. */
export async function runScenario(options: ScenarioOptions): Promise<RunResult> {
  const { lab, emit, signal, steps } = options;
  const chosen = steps.filter((step) => isSelected(step, options.select));
  // Every command under way listens; many at a time is what a run is about, not a leak.
  setMaxListeners(0, signal);
  const startedAt = performance.now();
  const results = createOrderedResults(lab, chosen, emit);
  const changes = createChangeWatch(options.runtime);
  try {
    for (const segment of segmentsOf(chosen)) {
      if (signal.aborted) results.skipRest("stopped");
      const stop = results.stoppedBy();
      if (stop !== undefined) results.skipRest(stop.reason);
      if (results.complete()) break;
      await runSegment(segment, options, results, changes);
    }
  } finally {
    changes.end();
  }
  if (signal.aborted) results.skipRest("stopped");
  const all = results.all();
  const summary = {
    lab: lab.name,
    file: lab.file,
    counts: countOutcomes(all),
    tookMs: performance.now() - startedAt,
    interrupted: signal.aborted,
  };
  emit({ type: "run-ended", lab: lab.name, result: summary });
  return { ...summary, steps: all };
}

/** Steps that run together. Watchers are begun before the rest of their segment and asked after it. */
interface Segment {
  readonly watchers: readonly CheckOf[];
  readonly checks: readonly CheckOf[];
  readonly action: Extract<Step, ActionStep> | undefined;
}

function segmentsOf(steps: readonly Step[]): Segment[] {
  const segments: Segment[] = [];
  let watchers: CheckOf[] = [];
  let checks: CheckOf[] = [];
  const close = (action?: Extract<Step, ActionStep>): void => {
    if (watchers.length + checks.length > 0 || action) segments.push({ watchers, checks, action });
    [watchers, checks] = [[], []];
  };
  for (const step of steps) {
    if (step.kind === "action") {
      // Checks before an action end before it begins; watchers right before it watch it.
      if (checks.length > 0) close();
      close(step);
    } else if (step.check.watches) {
      if (checks.length > 0) close();
      watchers.push(step);
    } else {
      checks.push(step);
    }
  }
  close();
  return segments;
}

async function runSegment(
  segment: Segment,
  options: ScenarioOptions,
  results: OrderedResults,
  changes: ChangeWatch,
): Promise<void> {
  const poll = { ...pollOptions(options, segment, results), changes };
  // A required check that failed stops what is written after it, not the checks before it that are still waiting.
  const stopped = (step: CheckOf): boolean => step.number > (results.stoppedBy()?.after ?? Infinity);
  const begun = await beginWatchers(segment.watchers, poll, results);
  const watchers = segment.watchers.filter((step) => begun.has(step));
  if (segment.action) await perform(segment.action, options, results);
  await pollChecks(segment.checks, poll, new Map(), stopped);
  await pollChecks(watchers, poll, begun, () => false);
}

function pollOptions(
  options: ScenarioOptions,
  segment: Segment,
  results: OrderedResults,
): Omit<PollOptions, "changes"> {
  const factor = options.deadlineFactor ?? 1;
  const longest = Math.max(questionMs, ...segment.checks.map((step) => step.withinMs));
  return {
    lab: options.lab,
    runtime: options.runtime,
    signal: options.signal,
    timeoutMs: longest * factor,
    factor,
    ...(options.evidenceDir === undefined ? {} : { keepFile: evidenceKeeper(options.evidenceDir) }),
    now: () => performance.now(),
    onStarted: (step) => options.emit({ type: "step-started", lab: options.lab.name, number: step.number }),
    onProgress: (step, finding: Finding, elapsedMs) =>
      options.emit({
        type: "step-progress",
        lab: options.lab.name,
        number: step.number,
        outcome: finding.outcome,
        saw: finding.saw,
        elapsedMs,
      }),
    onVerdict: (step, verdict, asked) => results.endCheck(step, verdict, asked),
  };
}

async function beginWatchers(
  watchers: readonly CheckOf[],
  context: BeginContext,
  results: OrderedResults,
): Promise<Map<CheckOf, Inquiry>> {
  const begun = new Map<CheckOf, Inquiry>();
  for (const step of watchers) {
    try {
      begun.set(step, await step.check.begin(context));
    } catch (error) {
      results.endCheck(step, unasked(error instanceof Error ? error.message : String(error)), 0);
    }
  }
  return begun;
}

const unasked = (saw: string) =>
  ({ outcome: "error", saw, differs: [], answer: undefined, notes: [], tookMs: 0, heldMs: undefined }) as const;

async function perform(
  step: Extract<Step, ActionStep>,
  options: ScenarioOptions,
  results: OrderedResults,
): Promise<void> {
  const { lab, runtime, signal } = options;
  const factor = options.deadlineFactor ?? 1;
  options.emit({ type: "step-started", lab: lab.name, number: step.number });
  const startedAt = performance.now();
  const pause = (ms: number): Promise<void> => waitFor(ms, signal);
  const done = await step.action
    .perform({ lab, runtime, signal, pause, timeoutMs: actionMs * factor })
    .catch((error: unknown) => {
      if (!(error instanceof LabAgentGone)) throw error;
      return { outcome: "error", saw: "the lab is gone" } as const;
    });
  if (signal.aborted) return;
  results.endAction(step, done, performance.now() - startedAt);
}

/** Actions start processes and load configurations; a minute is what the slowest of them may need. */
const actionMs = 60_000;

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
