// Knows: the unified difference of two texts, as `diff -U10` writes it.
// Refuses to know: which files they are.

/** Lines around a change: what `net pending` shows. */
const context = 10;

type Edit = { readonly kind: " " | "-" | "+"; readonly line: string };

/** The hunks, without the two file lines above them; empty when the texts are equal. */
export function unifiedDiff(before: readonly string[], after: readonly string[]): readonly string[] {
  const edits = slideDown(editsOf(before, after));
  const changed = edits.flatMap((edit, i) => (edit.kind === " " ? [] : [i]));
  const hunks: string[] = [];
  for (let i = 0; i < changed.length;) {
    let last = i;
    // Two changes with no more than twice the context between them share a hunk.
    while (last + 1 < changed.length && changed[last + 1]! - changed[last]! <= 2 * context + 1) last += 1;
    const start = Math.max(0, changed[i]! - context);
    const end = Math.min(edits.length, changed[last]! + context + 1);
    const inside = edits.slice(start, end);
    hunks.push(`@@ -${rangeOf(edits, start, inside, "+")} +${rangeOf(edits, start, inside, "-")} @@`);
    hunks.push(...inside.map((edit) => `${edit.kind}${edit.line}`));
    i = last + 1;
  }
  return hunks;
}

/** `3,10`: first line and count on one side; lines of the `other` side do not count. An empty side starts at the line before. */
function rangeOf(edits: readonly Edit[], start: number, inside: readonly Edit[], other: "+" | "-"): string {
  const before = edits.slice(0, start).filter((edit) => edit.kind !== other).length;
  const count = inside.filter((edit) => edit.kind !== other).length;
  if (count === 0) return `${before},0`;
  return count === 1 ? `${before + 1}` : `${before + 1},${count}`;
}

/** Longest common subsequence; configurations are short enough for the table (2000 lines: 4 million cells). */
function editsOf(before: readonly string[], after: readonly string[]): Edit[] {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] =
        before[i] === after[j] ? longest[at + width + 1]! + 1 : Math.max(longest[at + width]!, longest[at + 1]!);
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ kind: " ", line: before[i]! });
      i += 1;
      j += 1;
    } else if (
      j >= after.length ||
      (i < before.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    ) {
      edits.push({ kind: "-", line: before[i]! });
      i += 1;
    } else {
      edits.push({ kind: "+", line: after[j]! });
      j += 1;
    }
  }
  return edits;
}

/** A run of one kind may start later when its first line equals the one behind it; diff takes the latest place. */
function slideDown(edits: Edit[]): Edit[] {
  const moved = [...edits];
  for (let i = moved.length - 1; i >= 0; i--) {
    const kind = moved[i]!.kind;
    if (kind === " " || (i > 0 && moved[i - 1]!.kind === kind)) continue;
    let [start, end] = [i, i];
    while (end < moved.length && moved[end]!.kind === kind) end += 1;
    if (start > 0 && moved[start - 1]!.kind !== " ") continue;
    while (end < moved.length && moved[end]!.kind === " " && moved[end]!.line === moved[start]!.line) {
      const line = moved[start]!.line;
      moved[start] = { kind: " ", line };
      moved[end] = { kind, line };
      start += 1;
      end += 1;
    }
  }
  return moved;
}
