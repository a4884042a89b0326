// Knows: the two spellings of a sysctl key.
// Refuses to know: which keys exist.

/**
 * The path under /proc/sys. As sysctl(8) reads it: the first separator decides; after a dot, dots separate and a slash
 * stands for a dot inside a name (`net.ipv4.conf.eth1/10.rp_filter` is eth1.10), after a slash it is a path already.
 */
export function sysctlPathOf(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first !== ".") return key;
  return key.replace(/[./]/g, (c) => (c === "." ? "/" : "."));
}
