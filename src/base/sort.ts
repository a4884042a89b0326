// Knows: the order a person expects of names with numbers in them.
// Refuses to know: what the names name.

const collator = new Intl.Collator("en", { numeric: true });

/** swp1, swp2, swp10. */
export function compareNatural(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
