// Knows: tables as NCLU prints them: columns two spaces apart under a line of dashes.
// Refuses to know: what is in them.

export interface Column {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly align?: "left" | "right";
}

/** Lines without trailing spaces, the heading and its dashes first. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) =>
        align === "right" ? (cells[i] ?? "").padStart(widths[i]!) : (cells[i] ?? "").padEnd(widths[i]!),
      )
      .join("  ")
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map(line),
  ];
}

/** A heading with a line of `=` as long as itself below it. */
export function titled(title: string): readonly string[] {
  return [title, "=".repeat(title.length)];
}
