// Knows: how a word reaches a program unchanged, through a shell or through `ip -batch`.
// Refuses to know: what the words mean.

/** Characters no POSIX shell gives a meaning to, wherever they stand in a word. */
const plainWord = /^[A-Za-z0-9_@%+,./:-]+$/;

/** `--load=-`: '=' is plain too where the word cannot be an assignment. */
const plainOption = /^--?[A-Za-z0-9-]+=[A-Za-z0-9_@%+,./:-]*$/;

/** One word for a POSIX shell. Plain words stay as they are, since people read the result. */
export function shellWord(word: string): string {
  return plainWord.test(word) || plainOption.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export function shellCommand(argv: readonly string[]): string {
  return argv.map(shellWord).join(" ");
}

/**
 * One word for a line of `ip -batch` (iproute2's makeargs): quotes count only at the start of a word, there is no
 * escape, and '#' begins a comment even inside quotes. Names are checked long before; this is the last fence.
 */
function batchWord(word: string): string {
  const plain = word !== "" && !/[\s#]/.test(word) && !/^['"]/.test(word) && !word.endsWith("\\");
  if (plain) return word;
  if (/[#\n]/.test(word) || word.includes("'"))
    throw new Error(`ip -batch has no way to write ${JSON.stringify(word)}`);
  return `'${word}'`;
}

export function batchLine(words: readonly string[]): string {
  return words.map(batchWord).join(" ");
}

/**
 * `text` as a here-document for the end of a command: `<<'END'`, the lines, the delimiter. Nothing in it is expanded.
 * The text must end with a newline, as every here-document does.
 */
export function hereDocument(text: string): string {
  const lines = new Set(text.split("\n"));
  let delimiter = "END";
  for (let n = 1; lines.has(delimiter); n++) delimiter = `END${n}`;
  return `<<'${delimiter}'\n${text}${delimiter}`;
}
