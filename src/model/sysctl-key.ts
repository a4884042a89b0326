// Knows: the two spellings of a sysctl key, and which keys belong to a network namespace.
// Refuses to know: which keys this kernel has.

/**
 * The path under /proc/sys. As sysctl(8) reads it: the first separator decides; after a dot, dots separate and a slash
 * stands for a dot inside a name (`net.ipv4.conf.eth1/10.rp_filter` is eth1.10), after a slash it is a path already.
 */
export function sysctlPathOf(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first !== ".") return key;
  return key.replace(/[./]/g, (c) => (c === "." ? "/" : "."));
}

/**
 * Why a node may not set this key; undefined when it may. Only what lies below net/ belongs to a network namespace:
 * everything else (kernel/, vm/, fs/) is the whole machine's, and the machine is never changed.
 */
export function whyNotSettable(key: string): string | undefined {
  const path = sysctlPathOf(key);
  if (!/^[\x21-\x7e]+$/.test(key)) return "it may hold printable ASCII only, without white space";
  if (path.split("/").some((part) => part === "" || part === "." || part === ".."))
    return "it is no path below /proc/sys";
  if (!path.startsWith("net/")) return "it is a setting of the whole machine; a node has only those below `net.`";
  return undefined;
}
