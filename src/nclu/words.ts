// Knows: how a typed line falls into words: blanks and quotes, as a shell would.
// Refuses to know: what the words mean; variables and substitutions are not expanded.

/** `net add interface swp1 alias "to leaf 1"` → five words and `to leaf 1`. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const char of line) {
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word = (word ?? "") + char;
    } else if (char === '"' || (char === "'" && (word ?? "") === "")) {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
