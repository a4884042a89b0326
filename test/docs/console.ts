// Knows: what a Markdown page shows being typed, and whether what came out is what it shows.
// Refuses to know: which pages there are.

export interface Typed {
  readonly command: string;
  /** Lines as printed on the page. */
  readonly shown: readonly string[];
  /** Line number of the command in the page, from 1. */
  readonly line: number;
}

export interface Fence {
  readonly language: string;
  readonly lines: readonly string[];
  /** Line number of the first line inside, from 1. */
  readonly line: number;
}

export function fencesOf(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { language: string; lines: string[]; line: number } | undefined;
  for (const [i, text] of markdown.split("\n").entries()) {
    const fence = /^```(\S*)$/.exec(text);
    if (fence === null) open?.lines.push(text);
    else if (open === undefined) open = { language: fence[1] ?? "", lines: [], line: i + 2 };
    else {
      fences.push(open);
      open = undefined;
    }
  }
  return fences;
}

/** In a console block, a line that starts with `$ ` was typed; those below it came out. `\` at its end continues it. */
export function typedIn(fence: Fence): readonly Typed[] {
  const typed: { command: string; shown: string[]; line: number }[] = [];
  for (const [i, text] of fence.lines.entries()) {
    const last = typed.at(-1);
    if (text.startsWith("$ ")) typed.push({ command: text.slice(2), shown: [], line: fence.line + i });
    else if (last?.shown.length === 0 && last.command.endsWith("\\")) last.command += `\n${text}`;
    else last?.shown.push(text);
  }
  return typed;
}

/** `…` stands for any text in a line; alone on a line, for any number of lines. Spaces at the end do not count. */
export function matches(shown: readonly string[], printed: string): boolean {
  const lines = shown.map((line) => {
    if (line.trim() === "…") return "(?:.*\\n)*";
    return `${line.trimEnd().split("…").map(escape).join(".*")}[ ]*\\n`;
  });
  return new RegExp(`^${lines.join("")}$`).test(printed === "" || printed.endsWith("\n") ? printed : `${printed}\n`);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
