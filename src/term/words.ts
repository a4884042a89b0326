// Knows: how numbers read in a sentence.
// Refuses to know: what is counted.

/** `1 node`, `3 nodes`. */
export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

/** `0.42 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
