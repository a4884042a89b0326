// Knows: how a command written as one string falls into words: white space, quotes, backslashes. Nothing else of a shell.
// Refuses to know: what runs it.

export type Words =
  { readonly ok: true; readonly words: readonly string[] } | { readonly ok: false; readonly why: string };

/**
 * POSIX quoting without expansion. A word that only a shell understands (`|`, `>`, `&&`, `;`) is refused when it
 * stands alone and unquoted: passed on as an argument it would do something else than it says.
 */
export function splitWords(text: string): Words {
  const words: string[] = [];
  const token = /\s*((?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+)/y;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const start = token.lastIndex;
    const raw = token.exec(text)?.[1];
    if (raw === undefined) return { ok: false, why: `a quote is not closed: ${text.slice(start).trim()}` };
    if (/^(?:\|\|?|&&?|;|\d?>>?|<)$/.test(raw)) return { ok: false, why: `"${raw}" is a word of the shell` };
    words.push(raw.replaceAll(/'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g, unquote));
  }
  return { ok: true, words };
}

function unquote(
  _: string,
  single: string | undefined,
  double: string | undefined,
  escaped: string | undefined,
): string {
  return single ?? double?.replaceAll(/\\(["\\$`])/g, "$1") ?? escaped ?? "";
}
