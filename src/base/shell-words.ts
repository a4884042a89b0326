// Knows: how a shell splits a command into words: quotes, backslashes, white space; and which words only it understands.
// Refuses to know: everything else a shell does; nothing is expanded, nothing is run.

export type Words =
  | {
      readonly ok: true;
      readonly words: readonly string[];
      /** The first word that only a shell understands (`|`, `>file`, `;`): as an argument it does not do what it says. */
      readonly operator?: string;
    }
  | { readonly ok: false; readonly why: string };

/** POSIX quoting rules (XCU 2.2), as containerlab's shlex applies them to `exec` and `cmd`. */
export function splitWords(text: string): Words {
  const words: string[] = [];
  let operator: string | undefined;
  let word: string | undefined;
  let start = 0;
  const end = (at: number): void => {
    if (word !== undefined) words.push(word);
    const raw = text.slice(start, at);
    if (word !== undefined && operators.test(raw)) operator ??= raw;
    word = undefined;
    start = at + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (/\s/.test(char)) end(i);
    else if (char === "\\") {
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
  end(text.length);
  return { ok: true, words, ...(operator === undefined ? {} : { operator }) };
}

/** As written, quotes and backslashes included: `\;` and `'|'` are words like any other. */
const operators = /^(?:\|\|?|&&?|;|<|(?:\d|&)?>>?(?:&\d|[/\w].*)?)$|[^\\];$/;

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
