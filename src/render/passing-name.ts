// Knows: names for interfaces that nobody chose: the same for the same place every time, and hardly ever the same for two.
// Refuses to know: what kind of interface it is.

/** `prefix` and seven hex digits: 64-bit FNV-1a, the lower 28 bits, as long as Docker's own veth names are. */
export function passingName(prefix: string, place: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(place)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return `${prefix}${(hash & 0xfffffffn).toString(16).padStart(7, "0")}`;
}
