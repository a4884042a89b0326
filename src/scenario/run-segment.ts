// Knows: how the steps of one segment are run: watchers begun, the action performed, the checks asked.
// Refuses to know: the order of segments (run.ts), how a check is judged (check-run.ts).

import type { BeginContext, Finding, Inquiry } from "../check/check.ts";
import type { Lab } from "../model/lab.ts";
import { LabAgentGone, type LabRuntime } from "../runtime/runtime.ts";
import type { ChangeWatch } from "./change-watch.ts";
import type { Emit } from "./events.ts";
import { evidenceKeeper } from "./evidence.ts";
import type { Gate } from "./gate.ts";
import type { OrderedResults } from "./ordered-results.ts";
import { pollChecks, type CheckOf, type PollOptions } from "./poll.ts";
import type { Segment } from "./segments.ts";
import type { Selection } from "./select.ts";
import type { ActionStep, Step } from "./step.ts";

export interface ScenarioOptions {
  readonly lab: Lab;
  readonly runtime: LabRuntime;
  readonly steps: readonly Step[];
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Deadlines are multiplied by it (a user-mode kernel is slower); 1 when not given. `for` is not: it is a claim. */
  readonly deadlineFactor?: number;
  /** Of the lab's FRR; without it every step is run, whatever version it is for. */
  readonly frrVersion?: string;
  /** Only these steps; all when not given. */
  readonly select?: Selection;
  /** Asked before each step; without it nothing stops the run. */
  readonly gate?: Gate;
  /** A folder on the host for evidence that must outlive the lab (captures of failed steps); made when needed. */
  readonly evidenceDir?: string;
  /** What comes after a step that failed is skipped, so that the lab stays as the failure found it. */
  readonly stopAtFailure?: boolean;
}

/** What one segment is given: the options of the run, and what wakes its checks. */
export interface SegmentOptions extends ScenarioOptions {
  readonly changes: ChangeWatch;
}

/** Watchers under way. */
export type Begun = Map<CheckOf, Inquiry>;

/** A question takes no longer than this, unless its step waits longer. */
const questionMs = 5_000;

export async function runSegment(
  segment: Segment,
  options: SegmentOptions,
  results: OrderedResults,
  begunBefore: Begun = new Map(),
): Promise<void> {
  const poll = pollOptions(options, segment, results);
  // A required check that failed stops what is written after it, not the checks before it that are still waiting.
  const stopped = (step: CheckOf): boolean => step.number > (results.stoppedBy()?.after ?? Infinity);
  const begun: Begun = new Map([...begunBefore, ...(await beginWatchers(segment.watchers, poll, results))]);
  if (segment.action) await perform(segment.action, options, results);
  await pollChecks(segment.checks, poll, new Map(), stopped);
  await pollChecks([...begun.keys()], poll, begun, () => false);
}

export function pollOptions(options: SegmentOptions, segment: Segment, results: OrderedResults): PollOptions {
  const factor = options.deadlineFactor ?? 1;
  const longest = Math.max(questionMs, ...segment.checks.map((step) => step.withinMs));
  return {
    lab: options.lab,
    runtime: options.runtime,
    signal: options.signal,
    timeoutMs: longest * factor,
    factor,
    changes: options.changes,
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

export async function beginWatchers(
  watchers: readonly CheckOf[],
  context: BeginContext,
  results: OrderedResults,
): Promise<Begun> {
  const begun: Begun = new Map();
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

export async function perform(
  step: Extract<Step, ActionStep>,
  options: SegmentOptions,
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
