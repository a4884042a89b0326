// Knows: the numbers by which the kernel remembers who made a route, and their names.
// Refuses to know: which protocol a lab expects.

/**
 * RTPROT_* of linux/rtnetlink.h and zebra's own (zebra/rt_netlink.h). FRR's static routes carry 196, not the
 * kernel's 4, which is what `ip route add … proto static` writes.
 */
const names: Readonly<Record<number, readonly string[]>> = {
  0: ["unspec"],
  1: ["redirect"],
  2: ["kernel", "connected"],
  3: ["boot"],
  4: ["static"],
  9: ["ra"],
  11: ["zebra"],
  16: ["dhcp"],
  42: ["babel"],
  186: ["bgp"],
  187: ["isis"],
  188: ["ospf"],
  189: ["rip"],
  190: ["ripng"],
  191: ["nhrp"],
  192: ["eigrp"],
  193: ["ldp"],
  194: ["sharp"],
  195: ["pbr"],
  196: ["static"],
  197: ["openfabric"],
  198: ["srte"],
};

/** Every name a step may use. */
export const protocolNames: readonly string[] = [...new Set(Object.values(names).flat())];

/** `186` → `bgp`; a number nobody has named stays a number. */
export function protocolNameOf(number: string | undefined): string {
  return names[Number(number)]?.[0] ?? number ?? "unspec";
}

/** Whether a route with protocol `number` is what the step calls `wanted` (a name or a number). */
export function isProtocol(wanted: string, number: string | undefined): boolean {
  return wanted === number || (names[Number(number ?? 0)]?.includes(wanted) ?? false);
}
