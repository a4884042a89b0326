// Knows: which of several words a misspelt one was most likely meant to be.
// Refuses to know: what the words name.

/** Edit distance with transpositions (optimal string alignment). */
function distance(a: string, b: string): number {
  const width = b.length + 1;
  const cell = new Array<number>((a.length + 1) * width).fill(0);
  const at = (i: number, j: number): number => cell[i * width + j] ?? 0;
  for (let i = 0; i <= a.length; i++) cell[i * width] = i;
  for (let j = 0; j <= b.length; j++) cell[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1);
      cell[i * width + j] = best;
    }
  }
  return at(a.length, b.length);
}

/** The closest candidate, or undefined when none is close: at most a third of the word may differ. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/** ` (did you mean "tor"?)`, or nothing. For the end of a message. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const best = suggest(word, candidates);
  return best === undefined ? "" : ` (did you mean "${best}"?)`;
}
