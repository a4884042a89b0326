// Knows: which parts of an interface command are FRR's and not ifupdown2's.
// Refuses to know: the commands themselves.

/** `ospf area 0`, `ipv6 nd ra-interval 10`: a line of `interface X` in frr.conf. */
export function isInterfaceLine(tail: string): boolean {
  return /^(lo |\d+ )?(ospf6? |ipv6 nd |pim$|igmp$)/.test(tail);
}
