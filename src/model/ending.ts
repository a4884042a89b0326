// Knows: how something ended that was told to, and how that is said.
// Refuses to know: who told it, and why.

export interface Ending {
  /** `node/container`, or `node/service`. */
  readonly name: string;
  /** `exit 143`, as Docker counts, or the signal's name; undefined where nobody could see. */
  readonly how: string | undefined;
  /** Present when it let this much time go by after SIGTERM: then SIGKILL ended it. */
  readonly outlastedMs?: number;
}

/** For one thing, which the reader knows by name: `ended when asked to (exit 0)`. */
export function endingText({ how, outlastedMs }: Ending): string {
  const last = how === undefined ? "" : ` (${how})`;
  if (outlastedMs === undefined) return `ended when asked to${last}`;
  return `did not end within ${outlastedMs / 1000} s of SIGTERM: SIGKILL ended it${last}`;
}

/** For all that ended with a node or an engine: names are worth telling where one did not do as it was asked. */
export function endingsText(endings: readonly Ending[]): string {
  const late = endings.filter(({ outlastedMs }) => outlastedMs !== undefined);
  if (late.length === 0) return "ended when asked to";
  return ["ended", ...late.map((ending) => `${ending.name} ${endingText(ending)}`)].join("; ");
}
