// Knows: which address a container engine hands out next, which subnet a network gets, and the MAC address that goes with one.
// Refuses to know: who has which address at the moment (it is told).

import { contains, formatCidr, formatIp, networkOf, parseCidr, parseIp, type Cidr, type Ip } from "./ip.ts";
import type { Mac } from "./names.ts";

/** Docker's own pools (libnetwork, ipamutils): sixteen times /16, then /20 below 192.168. */
const pools: readonly Cidr[] = [
  ...Array.from({ length: 15 }, (_, i) => `172.${17 + i}.0.0/16`),
  ...Array.from({ length: 16 }, (_, i) => `192.168.${16 * i}.0/20`),
].flatMap((text) => parseCidr(text) ?? []);

/**
 * The lowest address of the subnet that nobody has, as Docker's allocator does it: not the network itself, not the
 * broadcast address. With a range, only addresses within it. undefined when all are taken.
 */
export function firstFreeAddress(subnet: Cidr, taken: readonly Ip[], range: Cidr = subnet): Ip | undefined {
  const used = new Set(taken.map((ip) => ip.value));
  const hostBits = BigInt(32 - range.length);
  const first = networkOf(range).value;
  const last = first + (1n << hostBits) - 1n;
  const network = networkOf(subnet).value;
  const broadcast = network + (1n << BigInt(32 - subnet.length)) - 1n;
  for (let value = first; value <= last; value++) {
    if (value === network || value === broadcast || used.has(value)) continue;
    return { family: 4, value };
  }
  return undefined;
}

/** The gateway of a network that was given none: its first address. */
export function defaultGateway(subnet: Cidr): Ip {
  return { family: 4, value: networkOf(subnet).value + 1n };
}

/** The first of Docker's pools that overlaps none of `used`. */
export function freeSubnet(used: readonly Cidr[]): Cidr | undefined {
  return pools.find((pool) => !used.some((other) => overlaps(pool, other)));
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, networkOf(b)) || contains(b, networkOf(a));
}

/** 02:42 and the four bytes of the address: Docker's rule, so that the same address always has the same MAC. */
export function macOfAddress(ip: Ip): Mac {
  const bytes = [24n, 16n, 8n, 0n].map((shift) => ((ip.value >> shift) & 255n).toString(16).padStart(2, "0"));
  return `02:42:${bytes.join(":")}` as Mac;
}

/** Why an address cannot be given to a container of this subnet; undefined when it can. */
export function unfitFor(subnet: Cidr, ip: Ip): string | undefined {
  if (!contains(subnet, ip)) return `${formatIp(ip)} is not in ${formatCidr(networkOf(subnet))}`;
  const network = networkOf(subnet).value;
  if (subnet.length >= 31) return undefined;
  if (ip.value === network) return `${formatIp(ip)} is the network itself`;
  if (ip.value === network + (1n << BigInt(32 - subnet.length)) - 1n) return `${formatIp(ip)} is the broadcast address`;
  return undefined;
}

/** For callers that have text only. */
export function parseIp4(text: string): Ip | undefined {
  const ip = parseIp(text);
  return ip?.family === 4 ? ip : undefined;
}
