// Knows: how tables, commands and code are written in Markdown.
// Refuses to know: what they are about.

/** Cells may hold Markdown; a `|` in them is escaped, a line break becomes one of HTML. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", "<br>")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Commands as they are typed. A fence longer than any in them: a command may write a Markdown file. */
export function consoleBlock(commands: readonly string[]): string {
  const text = commands.map((command) => `$ ${command}`).join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}console\n${text}\n${fence}`;
}

/** `a`, `b` */
export function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

/** A sentence that is not Markdown: what would begin HTML or emphasis in it stands for itself. Backticks still mean code. */
export function inline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll(/[<*[\]]/g, "\\$&")))
    .join("");
}
