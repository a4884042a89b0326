// Knows: what of the command tree a shell needs to complete it.
// Refuses to know: the shells.

import type { CommandSpec, Completes, OptionSpec } from "../command.ts";

export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  /** What stands at each place; the last repeats when `repeats`. */
  readonly places: readonly PlaceWords[];
  readonly repeats: boolean;
}

export interface PlaceWords {
  readonly completes: Completes;
  readonly choices: readonly string[];
}

export interface OptionWords {
  /** `--lab`. */
  readonly long: string;
  /** `-l`, where there is one. */
  readonly short: string | undefined;
  readonly summary: string;
  /** undefined: a flag. */
  readonly value: Completes | undefined;
}

export function wordsOf(commands: readonly CommandSpec[]): readonly CommandWords[] {
  return commands
    .filter((command) => command.hidden !== true)
    .map(({ name, summary, arguments: places = [], options = [] }) => ({
      name,
      summary,
      options: [...options, { flags: "-h, --help", summary: "help for this command" }].map(optionWords),
      places: places.map((place) => ({ completes: place.completes, choices: place.choices ?? [] })),
      repeats: places.at(-1)?.variadic === true,
    }));
}

function optionWords({ flags, summary, completes }: OptionSpec): OptionWords {
  const [, short, long = "", value] = /^(?:(-\w), )?(--[\w-]+)(?: (<.*>))?$/.exec(flags) ?? [];
  return { long, short, summary, value: value === undefined ? undefined : (completes ?? "none") };
}
