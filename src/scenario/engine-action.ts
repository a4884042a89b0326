// Knows: what actions about containers and networks have in common: their names, and how the engine is asked.
// Refuses to know: each of them.

import { CommandError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { containerPlacesOf, placeNamed, runsLater, splitPlace } from "../model/places.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import type { ActionOutcome, ActionReadContext } from "./action.ts";

export type AskEngine = NonNullable<LabRuntime["engine"]>;

/** What the engine refuses is a failure with its own words; without an engine nothing could be tried. */
export async function askEngine(
  runtime: LabRuntime,
  work: (engine: AskEngine) => Promise<ActionOutcome>,
): Promise<ActionOutcome> {
  if (!runtime.engine) return { outcome: "error", saw: "this lab has no container engine" };
  try {
    return await work((call, body) => (runtime.engine as AskEngine)(call, body));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // A hook that failed is not the engine's refusal: what was asked for is done, and something else went wrong.
    const outcome = error.message.startsWith("the hook for ") ? "error" : "fail";
    return { outcome, saw: error.message, output: error.output };
  }
}

/** The one of `keys` that is written. Reports when there is none, or more than one. */
export function readOne<K extends string>(
  written: Readonly<Partial<Record<K, unknown>>>,
  keys: readonly K[],
  { step, sink }: ActionReadContext,
): K | undefined {
  const found = keys.filter((key) => written[key] !== undefined);
  if (found.length === 1) return found[0];
  sink.error(
    "tests/value",
    step.spanOf([]),
    `one of ${keys.join(", ")}: here ${found.length === 0 ? "is none" : `are ${found.join(" and ")}`}`,
  );
  return undefined;
}

export function readContainerName(
  text: string,
  path: readonly (string | number)[],
  { lab, step, sink }: ActionReadContext,
): { readonly node: string; readonly container: string } | undefined {
  const place = splitPlace(text);
  if (place && (placeNamed(lab, text) || runsLater(lab, place))) return place;
  const known = containerPlacesOf(lab).map((container) => container.name as string);
  sink.error(
    "tests/unknown-container",
    step.spanOf(path),
    `no container is called "${text}"${didYouMean(text, known)}`,
    {
      hint: known.length === 0 ? "node/container" : `the containers of this lab: ${known.join(", ")}`,
    },
  );
  return undefined;
}

export function textsOf(words: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words ?? {}).map(([key, value]) => [key, String(value)]));
}
