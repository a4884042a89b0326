// Knows: pcap files of Ethernet frames, and a line of text per packet in the manner of tcpdump -n.
// Refuses to know: how they were captured.

import { formatIp, type Ip } from "../model/ip.ts";

export interface Packet {
  /** `IP 10.0.0.1.4000 > 10.0.0.2.80: tcp 20 [S]`. */
  readonly text: string;
}

/** Length of the file's header and of the header before each packet (pcap-savefile(5)). */
const fileHeader = 24;
const packetHeader = 16;

/** The whole packets of a file; one that is still being written is left out. */
export function parsePcap(bytes: Uint8Array): Packet[] {
  const packets: Packet[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < fileHeader) return packets;
  const little = view.getUint32(0, true) === 0xa1b2c3d4;
  for (let at = fileHeader; at + packetHeader <= bytes.length;) {
    const length = view.getUint32(at + 8, little);
    const start = at + packetHeader;
    if (start + length > bytes.length) break;
    packets.push({ text: describeFrame(new DataView(bytes.buffer, bytes.byteOffset + start, length)) });
    at = start + length;
  }
  return packets;
}

/** A frame cut short is described as far as it goes. */
function describeFrame(frame: DataView): string {
  try {
    const type = frame.getUint16(12);
    // 802.1Q and 802.1ad put a tag before the type.
    if (type === 0x8100 || type === 0x88a8) {
      return `vlan ${frame.getUint16(14) & 0xfff}, ${describePayload(frame.getUint16(16), sub(frame, 18))}`;
    }
    return describePayload(type, sub(frame, 14));
  } catch (error) {
    if (error instanceof RangeError) return `cut short, ${frame.byteLength} bytes`;
    throw error;
  }
}

function describePayload(type: number, data: DataView): string {
  switch (type) {
    case 0x0800:
      return describeIp4(data);
    case 0x86dd:
      return describeIp6(data);
    case 0x0806:
      return describeArp(data);
    case 0x8847:
      return describeMpls(data);
    default:
      return type < 0x600 ? `802.3 length ${type}` : `ethertype 0x${type.toString(16).padStart(4, "0")}`;
  }
}

/** RFC 3032: 20 bits of label, 3 of traffic class, the bottom of the stack, 8 of TTL. What is below does not say what it is. */
function describeMpls(data: DataView): string {
  const entry = data.getUint32(0);
  const isLast = (entry & 0x100) !== 0;
  const label = `label ${entry >>> 12}, tc ${(entry >> 9) & 7}${isLast ? ", [S]" : ""}, ttl ${entry & 0xff}`;
  if (!isLast) return `MPLS (${label}) ${describeMpls(sub(data, 4))}`;
  const version = data.getUint8(4) >> 4;
  const below = version === 4 ? describeIp4(sub(data, 4)) : version === 6 ? describeIp6(sub(data, 4)) : "other";
  return `MPLS (${label}) ${below}`;
}

function describeArp(data: DataView): string {
  const [sender, target] = [ipAt(data, 14, 4), ipAt(data, 24, 4)];
  return data.getUint16(6) === 1
    ? `ARP, Request who-has ${target} tell ${sender}`
    : `ARP, Reply ${sender} is-at ${macAt(data, 8)}`;
}

function describeIp4(data: DataView): string {
  const header = (data.getUint8(0) & 15) * 4;
  const [from, to] = [ipAt(data, 12, 4), ipAt(data, 16, 4)];
  // A fragment but the first has no header of the protocol above.
  if ((data.getUint16(6) & 0x1fff) !== 0) return `IP ${from} > ${to}: fragment`;
  return `IP ${describeTransport(data.getUint8(9), from, to, sub(data, header), data.getUint16(2) - header)}`;
}

function describeIp6(data: DataView): string {
  const [from, to] = [ipAt(data, 8, 16), ipAt(data, 24, 16)];
  let next = data.getUint8(6);
  let rest = sub(data, 40);
  // Hop-by-hop options stand before MLD reports.
  while (next === 0 || next === 43 || next === 60) {
    next = rest.getUint8(0);
    rest = sub(rest, (rest.getUint8(1) + 1) * 8);
  }
  return `IP6 ${describeTransport(next, from, to, rest, rest.byteLength)}`;
}

const icmp4: Readonly<Record<number, string>> = {
  0: "echo reply",
  3: "destination unreachable",
  5: "redirect",
  8: "echo request",
  11: "time exceeded",
};

const icmp6: Readonly<Record<number, string>> = {
  1: "destination unreachable",
  2: "packet too big",
  3: "time exceeded",
  128: "echo request",
  129: "echo reply",
  133: "router solicitation",
  134: "router advertisement",
  135: "neighbor solicitation",
  136: "neighbor advertisement",
};

/** Protocol numbers as IANA gives them. */
const protocols: Readonly<Record<number, string>> = {
  2: "igmp",
  4: "ipip",
  41: "sit",
  47: "GREv0",
  50: "ESP",
  88: "EIGRP",
  89: "OSPF",
  103: "PIM",
  112: "VRRP",
};

function describeTransport(protocol: number, from: string, to: string, data: DataView, length: number): string {
  switch (protocol) {
    case 1:
      return `${from} > ${to}: ICMP ${icmp4[data.getUint8(0)] ?? `type ${data.getUint8(0)}`}`;
    case 58:
      return `${from} > ${to}: ICMP6, ${icmp6[data.getUint8(0)] ?? `type ${data.getUint8(0)}`}`;
    case 6: {
      const payload = length - (data.getUint8(12) >> 4) * 4;
      return `${from}.${data.getUint16(0)} > ${to}.${data.getUint16(2)}: Flags [${flagsOf(data.getUint8(13))}], length ${payload}`;
    }
    case 17:
      return `${from}.${data.getUint16(0)} > ${to}.${data.getUint16(2)}: UDP, length ${data.getUint16(4) - 8}`;
    default:
      return `${from} > ${to}: ${protocols[protocol] ?? `protocol ${protocol}`}, length ${length}`;
  }
}

/** As tcpdump writes them: S, F, P, R, and a point for ACK. */
function flagsOf(bits: number): string {
  const letters = [
    ...(bits & 1 ? "F" : ""),
    ...(bits & 2 ? "S" : ""),
    ...(bits & 4 ? "R" : ""),
    ...(bits & 8 ? "P" : ""),
  ];
  return letters.join("") + (bits & 16 ? "." : "") || "none";
}

function sub(data: DataView, offset: number): DataView {
  return new DataView(data.buffer, data.byteOffset + offset, data.byteLength - offset);
}

function ipAt(data: DataView, offset: number, bytes: 4 | 16): string {
  let value = 0n;
  for (let i = 0; i < bytes; i++) value = (value << 8n) | BigInt(data.getUint8(offset + i));
  const ip: Ip = { family: bytes === 4 ? 4 : 6, value };
  return formatIp(ip);
}

function macAt(data: DataView, offset: number): string {
  return Array.from({ length: 6 }, (_, i) =>
    data
      .getUint8(offset + i)
      .toString(16)
      .padStart(2, "0"),
  ).join(":");
}
