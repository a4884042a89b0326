// Knows: the order in which several labs are tested, side by side or one after the other, once or again and again.
// Refuses to know: which labs those are (test-targets.ts) and how one is tested (test-one.ts).

import type { ScenarioEvent } from "../scenario/events.ts";
import { exitCodeOf, type RunResult } from "../scenario/result.ts";
import { labsPicked } from "../scenario/select.ts";
import type { AppContext } from "./context.ts";
import { testOne, type TestOptions } from "./test-one.ts";
import { findTargets, type Target } from "./test-targets.ts";
import { validateVariants, type ValidLab } from "./validate.ts";

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
  const files = await Promise.all(targets.map((target) => labsOf(target, options, context)));
  const loaded = files.flat();
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

/** The labs of a file that have a step to run. Throws UsageError when none has. */
async function labsOf(
  { file, name, variant }: Target,
  options: TestOptions,
  context: AppContext,
): Promise<readonly (ValidLab & { readonly file: string })[]> {
  const wanted = variant ?? options.variant;
  const labs = await validateVariants(file, { env: context.env, name, variant: wanted });
  const warnings = new Map(labs.flatMap((lab) => lab.warnings).map((each) => [JSON.stringify(each), each]));
  for (const diagnostic of warnings.values()) context.emit({ type: "warning", diagnostic });
  return labsPicked(labs, options.select).map((lab) => ({ ...lab, file }));
}
