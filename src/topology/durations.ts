// Knows: how a time is written: 500ms, 5s, 2m, or a number of seconds.
// Refuses to know: what waits that long.

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, "": 1000 };

/** Milliseconds, or undefined when it is no time. */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*(ms|s|m|)$/.exec(text.trim());
  const unit = unitMs[parts?.[2] ?? ""];
  return parts && unit !== undefined ? Math.round(Number(parts[1]) * unit) : undefined;
}
