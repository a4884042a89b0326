// Knows: how the text of addresses and MACs becomes values, and which values an interface cannot have.
// Refuses to know: what else is in the lab (segments.ts).

import type { Span } from "../base/span.ts";
import { formatCidr, formatIp, networkOf, parseCidr, parseIp, widthOf, type Cidr, type Ip } from "../model/ip.ts";
import { endpointOf, macOf, parseMac, type Mac, type NodeName } from "../model/names.ts";
import type { Interface } from "../model/lab.ts";
import type { DraftInterface } from "./draft.ts";
import type { Loading } from "./loading.ts";

export function addressesOf(iface: DraftInterface, loading: Loading): Interface["addresses"] {
  const found: { cidr: Cidr; at: Span }[] = [];
  for (const { text, at, family } of iface.addresses) {
    const cidr = addressOf(text, at, family, iface.name === "lo", loading);
    if (!cidr) continue;
    const first = found.find((other) => formatCidr(other.cidr) === formatCidr(cidr));
    if (first) {
      loading.sink.error("addresses/duplicate", at, `${formatCidr(cidr)} is on ${iface.name} twice`, {
        related: [{ at: first.at, message: "first written here" }],
      });
    } else found.push({ cidr, at });
  }
  return found;
}

function addressOf(
  text: string,
  at: Span,
  family: 4 | 6 | undefined,
  isLoopback: boolean,
  { sink }: Loading,
): Cidr | undefined {
  const cidr = parseCidr(text.trim());
  if (!cidr) {
    sink.error("addresses/syntax", at, `"${text}" is not an address with a prefix length`, {
      hint: exampleFor(text, family),
    });
    return undefined;
  }
  if (family !== undefined && cidr.family !== family) {
    sink.error("addresses/family", at, `${text} is IPv${cidr.family}`, {
      hint: `it belongs under "ipv${cidr.family}"`,
    });
    return undefined;
  }
  if (!text.includes("/") && !isLoopback) {
    sink.error("addresses/no-length", at, `${text} has no prefix length`, {
      hint: `for example: ${text.trim()}/${cidr.family === 4 ? 24 : 64}`,
    });
    return undefined;
  }
  const why = unfit(cidr);
  if (why !== undefined) {
    sink.error("addresses/unfit", at, `${text} ${why}: no interface can have it`);
    return undefined;
  }
  warnOfEdges(cidr, text, at, sink);
  return cidr;
}

/** What was probably meant; else an address of that family. */
function exampleFor(text: string, family: 4 | 6 | undefined): string {
  const variable = /\$\{(\w+)\}/.exec(text)?.[1];
  if (variable !== undefined) return `the environment has no variable ${variable}`;
  const [address = "", length = ""] = text.split("/");
  const ip = /^\d+$/.test(length) ? parseIp(address) : undefined;
  if (ip) return `a prefix length of IPv${ip.family} is at most ${widthOf(ip.family)}`;
  const noZeros = text.replaceAll(/(?<=^|[./])0+(?=\d)/g, "");
  if (noZeros !== text && parseCidr(noZeros)) return `without leading zeros: ${noZeros}`;
  const mask = /^(\S+)[\s/]+(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const bits = mask ? lengthOfMask(mask[2] ?? "") : undefined;
  if (bits !== undefined) return `with a prefix length: ${mask?.[1]}/${bits}`;
  return family === 6 ? "for example: 2001:db8::1/64" : "for example: 192.0.2.1/24";
}

function lengthOfMask(text: string): number | undefined {
  const bits = parseIp(text)?.value.toString(2).padStart(32, "0");
  return bits !== undefined && /^1*0*$/.test(bits) ? bits.replaceAll("0", "").length : undefined;
}

function unfit(ip: Ip): string | undefined {
  if (ip.value === 0n) return "is the unspecified address";
  if (ip.family === 4 && ip.value >> 28n === 0xen) return "is a multicast address";
  if (ip.family === 6 && ip.value >> 120n === 0xffn) return "is a multicast address";
  return undefined;
}

function warnOfEdges(cidr: Cidr, text: string, at: Span, sink: Loading["sink"]): void {
  // With 31 and 32 bits every address is a host's (RFC 3021).
  if (cidr.family === 6 || cidr.length >= 31) return;
  const network = networkOf(cidr);
  const broadcast = network.value | ((1n << BigInt(widthOf(4) - cidr.length)) - 1n);
  const first = formatIp({ family: 4, value: network.value + 1n });
  if (cidr.value === network.value)
    sink.warn("addresses/network", at, `${text} is the network itself`, {
      hint: `its first host is ${first}/${cidr.length}`,
    });
  if (cidr.value === broadcast) sink.warn("addresses/broadcast", at, `${text} is the broadcast address of its network`);
}

/** The MAC of every end of a link: the one written, else one that follows from its name and is unique in the lab. */
export function createMacs(loading: Loading): (node: NodeName, iface: DraftInterface) => Mac | undefined {
  const taken = new Map<string, Span>();
  return (node, iface) => {
    const written = iface.mac;
    if (written) {
      const mac = parseMac(written.text);
      if (!mac.ok)
        loading.sink.error("addresses/mac", written.at, `"${written.text}" is not a MAC address: ${mac.why}`, {
          hint: "for example: 02:00:00:00:00:01",
        });
      if (!mac.ok) return undefined;
      taken.set(mac.name, written.at);
      return mac.name;
    }
    if (!iface.far && !hasOwnMac(iface)) return undefined;
    for (let salt = 0; ; salt++) {
      const mac = macOf(endpointOf(node, iface.name), salt);
      if (taken.has(mac)) continue;
      taken.set(mac, iface.at);
      return mac;
    }
  };
}

/** Devices whose address the kernel would draw by lot; a VLAN has its parent's, a bond its first port's. */
function hasOwnMac({ device }: DraftInterface): boolean {
  return device !== undefined && device.made.kind !== "vlan" && device.made.kind !== "bond";
}
