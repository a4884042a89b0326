// Knows: the form of what `ip -j route get` answers.
// Refuses to know: which packet was asked about, and what is a good answer (check/).

/** The one route the kernel would take. Field names are iproute2's. */
export interface RouteLookup {
  /** Absent for an ordinary route; `local` when the packet is for the node itself. */
  readonly type?: string;
  readonly dst?: string;
  readonly from?: string;
  readonly gateway?: string;
  /** The gateway of an IPv4 route that goes to an IPv6 neighbour. */
  readonly via?: { readonly family: string; readonly host: string };
  readonly dev?: string;
  readonly prefsrc?: string;
}

export function parseRouteLookup(stdout: string): RouteLookup {
  return (JSON.parse(stdout) as readonly RouteLookup[])[0] ?? {};
}

/** Who is next on the way; undefined: the destination itself. */
export function gatewayOf({ gateway, via }: RouteLookup): string | undefined {
  return gateway ?? via?.host;
}
