// Knows: FRR's daemons, in the order they start.
// Refuses to know: which of them a configuration needs (infer-daemons.ts).

/** zebra before all others: a daemon that finds no zebra looks again only after ten seconds. */
export const frrDaemons = [
  "zebra",
  "mgmtd",
  "staticd",
  "bgpd",
  "ospfd",
  "ospf6d",
  "isisd",
  "ripd",
  "ripngd",
  "eigrpd",
  "ldpd",
  "pimd",
  "pim6d",
  "nhrpd",
  "babeld",
  "pbrd",
  "bfdd",
  "fabricd",
  "vrrpd",
  "pathd",
] as const;

export type FrrDaemon = (typeof frrDaemons)[number];

export function isFrrDaemon(name: string): name is FrrDaemon {
  return (frrDaemons as readonly string[]).includes(name);
}

/** The named daemons and the two that always run, each once, in starting order. */
export function inStartingOrder(names: Iterable<FrrDaemon>): readonly FrrDaemon[] {
  const wanted = new Set<FrrDaemon>(["zebra", "staticd", ...names]);
  return frrDaemons.filter((daemon) => wanted.has(daemon));
}
