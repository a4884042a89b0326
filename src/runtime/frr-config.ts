// Knows: which lines of a frr.conf FRR refused, from what it says while it reads the file.
// Refuses to know: where those lines come from in the lab file (frr-start.ts).

/** One refused line: its number in frr.conf (from 1), its text, and FRR's own words. */
export interface RefusedLine {
  readonly number: number;
  readonly text: string;
  readonly message: string;
}

/** `vtysh -C -f FILE` (vtysh/vtysh.c): `line 22: % Unknown command[4]: bogus line`. */
export function parseVtyshCheck(output: string): readonly RefusedLine[] {
  return [...output.matchAll(/^line (\d+): (% .*?)(?:\[\d+\])?: (.*)$/gm)].map((match) => ({
    number: Number(match[1]),
    text: (match[3] ?? "").trim(),
    message: match[2] ?? "",
  }));
}

/** `vtysh -b` (FRR 9 and later): the same, or `line 8: Failure to communicate[13] to bgpd, line:  neighbor …`. */
export function parseVtyshBoot(output: string): readonly RefusedLine[] {
  const refused: RefusedLine[] = [...parseVtyshCheck(output)];
  const lines = output.split("\n");
  for (const [index, line] of lines.entries()) {
    const match = /^line (\d+): Failure to communicate\[\d+\] to (\S+), line: (.*)$/.exec(line);
    if (!match) continue;
    const said = lines.slice(0, index).findLast((earlier) => earlier.startsWith("%"));
    refused.push({
      number: Number(match[1]),
      text: (match[3] ?? "").trim(),
      message: said ?? `${match[2]} refused it`,
    });
  }
  return refused;
}

/** lib/vty.c, vty_read_file: `2026/11/21 06:39:12 BGP: [SHWNK-NWT5S][EC 100663304] No such command on config line 8: …`. */
const logged = /^\S+ \S+ (\S+): \[\S+\]\[EC \d+\] (.+?) on config line (\d+): (.*)$/;

export interface ConfigLog {
  /** Line number to the daemons (as they name themselves in the log) that did not take it. */
  readonly refusedBy: ReadonlyMap<number, ReadonlySet<string>>;
  /** The log without these lines: each daemon complains of all lines that are meant for the others. */
  readonly rest: string;
}

export function parseConfigLog(log: string): ConfigLog {
  const refusedBy = new Map<number, Set<string>>();
  const rest: string[] = [];
  for (const line of log.split("\n")) {
    const match = logged.exec(line);
    if (!match) {
      rest.push(line);
      continue;
    }
    const number = Number(match[3]);
    const daemons = refusedBy.get(number) ?? new Set();
    daemons.add(match[1] ?? "");
    refusedBy.set(number, daemons);
  }
  return { refusedBy, rest: rest.join("\n") };
}

/** Lines that vtysh keeps to itself: no daemon knows them (vtysh/vtysh.c, vtysh_config.c). */
const vtyshOwn = /^\s*(no )?(service integrated-vtysh-config|username |vtysh |end$|line vty|frr version |exit)/;

/**
 * The lines that not one of the running daemons took. `offered`: the file as each of them read it, a `!` where a line
 * was not for it (render/frr-boot.ts).
 */
export function linesNobodyTook(
  log: ConfigLog,
  config: readonly string[],
  offered: readonly (readonly string[])[],
): readonly number[] {
  return config.flatMap((line, index) => {
    if (line.trim() === "" || line.trim().startsWith("!") || vtyshOwn.test(line)) return [];
    const readers = offered.filter((file) => file[index] === line).length;
    const refusals = log.refusedBy.get(index + 1)?.size ?? 0;
    return refusals >= readers ? [index + 1] : [];
  });
}

/** The lines that must be entered before line `number`: the block it stands in, outermost first. */
export function contextOf(config: readonly string[], number: number): readonly string[] {
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  const context: string[] = [];
  let indent = indentOf(config[number - 1] ?? "");
  for (let i = number - 2; i >= 0 && indent > 0; i--) {
    const line = config[i] ?? "";
    if (line.trim() === "" || line.trim().startsWith("!") || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    context.unshift(line.trim());
  }
  return context;
}
