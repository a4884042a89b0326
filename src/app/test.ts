// Knows: the order in which several labs are tested, side by side or one after the other, once or again and again.
// Refuses to know: which labs those are (test-targets.ts) and how one is tested (test-one.ts).

import type { ScenarioEvent } from "../scenario/events.ts";
import { exitCodeOf, type RunResult } from "../scenario/result.ts";
import { checkSelection } from "../scenario/select.ts";
import type { AppContext } from "./context.ts";
import { testOne, type TestOptions } from "./test-one.ts";
import { findTargets } from "./test-targets.ts";
import { validateLab } from "./validate.ts";

export interface TestRun {
  readonly runs: readonly RunResult[];
  readonly exitCode: number;
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
  let ended = false;
  const worker = async (): Promise<void> => {
    for (const lab of pending) {
      if (context.signal.aborted || ended) return;
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
      const { run, quit } = await turn;
      runs.push(run);
      ended ||= quit;
      for (const event of held) emit(event);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return { runs, exitCode: exitCodeOf(runs) };
}
