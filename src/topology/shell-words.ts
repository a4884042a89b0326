// Knows: how a shell splits a command into words: quotes, backslashes, white space.
// Refuses to know: everything else a shell does; nothing is expanded, nothing is run.

export type Words =
  { readonly ok: true; readonly words: readonly string[] } | { readonly ok: false; readonly why: string };

/** POSIX quoting rules (XCU 2.2), as containerlab's shlex applies them to `exec` and `cmd`. */
export function splitWords(text: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "\\") {
      i++;
      if (i >= text.length) return { ok: false, why: "it ends with a backslash" };
      // A backslash before a newline joins the lines.
      if (text.charAt(i) !== "\n") word = (word ?? "") + text.charAt(i);
    } else if (char === "'" || char === '"') {
      const quoted = readQuoted(text, i);
      if (quoted === undefined) return { ok: false, why: `a ${char} is opened and not closed` };
      word = (word ?? "") + quoted.text;
      i = quoted.end;
    } else word = (word ?? "") + char;
  }
  if (word !== undefined) words.push(word);
  return { ok: true, words };
}

/** The text between the quote at `start` and its partner at `end`. */
function readQuoted(text: string, start: number): { readonly text: string; readonly end: number } | undefined {
  const quote = text.charAt(start);
  let inside = "";
  for (let i = start + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === quote) return { text: inside, end: i };
    // Between double quotes a backslash only escapes these (XCU 2.2.3).
    if (quote === '"' && char === "\\" && /["\\$`\n]/.test(text.charAt(i + 1))) {
      i++;
      if (text.charAt(i) !== "\n") inside += text.charAt(i);
    } else inside += char;
  }
  return undefined;
}

const operators = new Set(["|", "||", "&&", ";", "&", ">", ">>", "<", "2>", "2>&1", "&>"]);

/** A word that only a shell would understand. */
export function shellOperatorIn(words: readonly string[]): string | undefined {
  return words.find((word) => operators.has(word) || /^(\d?>|&>)[/\w]/.test(word) || word.endsWith(";"));
}
