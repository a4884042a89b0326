// Knows: the two dialects of the lab file and which one a file name announces.
// Refuses to know: what the difference changes (each reader asks for itself).

/** `clab`: an existing containerlab file (`*.clab.yml`), loaded with containerlab's own rules and defaults. */
export type Dialect = "labctl" | "clab";

export function dialectOf(file: string): Dialect {
  return /\.clab\.ya?ml$/.test(file) ? "clab" : "labctl";
}

/** Default MTU of a link: the kernel's, or the one containerlab gives its veth pairs (links/link.go). */
export function defaultMtuOf(dialect: Dialect): number {
  return dialect === "clab" ? 9500 : 1500;
}
