// Knows: IPv4 and IPv6 addresses and prefixes as values: parse, print canonically, compare, contain.
// Refuses to know: what an address is for.

/** An address: `value` is 32 or 128 bits wide. Print with formatIp. */
export interface Ip {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** An address with a prefix length; host bits may be set (192.168.0.1/24). */
export interface Cidr extends Ip {
  readonly length: number;
}

export function widthOf(family: 4 | 6): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/** Dotted quad or RFC 4291 text (with `::` and an embedded quad). undefined when it is neither. */
export function parseIp(text: string): Ip | undefined {
  return text.includes(":") ? parseIp6(text) : parseIp4(text);
}

function parseIp4(text: string): Ip | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    // No leading zeros: inet_aton reads them as octal, inet_pton refuses them.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return { family: 4, value };
}

function parseIp6(text: string): Ip | undefined {
  let source = text;
  const quad = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (quad) {
    const embedded = parseIp4(quad[2] ?? "");
    if (!embedded) return undefined;
    source = `${quad[1]}${(embedded.value >> 16n).toString(16)}:${(embedded.value & 0xffffn).toString(16)}`;
  }
  const halves = source.split("::");
  if (halves.length > 2) return undefined;
  const groups = (half: string | undefined): string[] => (half === undefined || half === "" ? [] : half.split(":"));
  const head = groups(halves[0]);
  const tail = groups(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...head, ...new Array<string>(halves.length === 2 ? missing : 0).fill("0"), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return { family: 6, value };
}

/** `A/L`, or a bare address (then the prefix is the host: /32 or /128). */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const ip = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!ip) return undefined;
  const width = widthOf(ip.family);
  if (slash < 0) return { ...ip, length: width };
  const length = text.slice(slash + 1);
  if (!/^(0|[1-9]\d*)$/.test(length) || Number(length) > width) return undefined;
  return { ...ip, length: Number(length) };
}

/** Canonical text: dotted quad, or RFC 5952. */
export function formatIp(ip: Ip): string {
  if (ip.family === 4) return [24n, 16n, 8n, 0n].map((shift) => (ip.value >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => Number((ip.value >> BigInt(112 - 16 * i)) & 0xffffn));
  // RFC 5952 4.2.3: the longest run of zeros, the first of equals, and never a single group.
  let start = -1;
  let longest = 1;
  for (let i = 0; i < 8; i++) {
    let j = i;
    while (j < 8 && groups[j] === 0) j++;
    if (j - i > longest) [start, longest] = [i, j - i];
  }
  const hex = groups.map((g) => g.toString(16));
  if (start < 0) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + longest).join(":")}`;
}

export function formatCidr(cidr: Cidr): string {
  return `${formatIp(cidr)}/${cidr.length}`;
}

/** The prefix with its host bits cleared. */
export function networkOf(cidr: Cidr): Cidr {
  const hostBits = BigInt(widthOf(cidr.family) - cidr.length);
  return { ...cidr, value: (cidr.value >> hostBits) << hostBits };
}

/** Whether `inner` (an address or a prefix) lies within `outer`. */
export function contains(outer: Cidr, inner: Ip | Cidr): boolean {
  if (outer.family !== inner.family) return false;
  if ("length" in inner && inner.length < outer.length) return false;
  const hostBits = BigInt(widthOf(outer.family) - outer.length);
  return outer.value >> hostBits === inner.value >> hostBits;
}

export function sameIp(a: Ip, b: Ip): boolean {
  return a.family === b.family && a.value === b.value;
}

/** The link-local address the kernel makes of a MAC (EUI-64, RFC 4291 appendix A). */
export function linkLocalOf(mac: string): Ip {
  const bytes = mac.split(":").map((b) => BigInt(`0x${b}`));
  const eui = [bytes[0]! ^ 2n, bytes[1]!, bytes[2]!, 0xffn, 0xfen, bytes[3]!, bytes[4]!, bytes[5]!];
  return { family: 6, value: eui.reduce((value, byte) => (value << 8n) | byte, 0xfe80_0000_0000_0000n) };
}
