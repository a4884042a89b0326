// Frames written by hand, and the line that each becomes; the same words as tcpdump -n.

import { expect, test } from "vitest";
import { parsePcap } from "../../../src/check/pcap.ts";

const bytesOf = (hex: string): number[] =>
  (hex.replaceAll(/\s/g, "").match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

/** A file with these frames. `cut`: bytes missing at its end. */
function pcapOf(frames: readonly string[], cut = 0): Uint8Array {
  const header = "d4c3b2a1 0200 0400 00000000 00000000 00000100 01000000";
  const packets = frames.map((frame) => {
    const length = bytesOf(frame).length.toString(16).padStart(2, "0");
    return `00000000 00000000 ${length}000000 ${length}000000 ${frame}`;
  });
  const all = bytesOf(header + packets.join(""));
  return new Uint8Array(all.slice(0, all.length - cut));
}

const ethernet = "ffffffffffff 020000000001";
const ip4 = (protocol: string, rest: string): string =>
  `${ethernet} 0800 4500 0028 0000 0000 40 ${protocol} 0000 0a000001 0a000002 ${rest}`;

test.each([
  ["an ICMP request", ip4("01", "08 00 0000 0001 0001"), "IP 10.0.0.1 > 10.0.0.2: ICMP echo request"],
  ["an ICMP error", ip4("01", "0b 00 0000"), "IP 10.0.0.1 > 10.0.0.2: ICMP time exceeded"],
  [
    "a TCP SYN",
    ip4("06", "0fa0 0050 00000000 00000000 50 02 0000 0000 0000"),
    "IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [S], length 0",
  ],
  [
    "a TCP FIN with ACK",
    ip4("06", "0fa0 0050 00000000 00000000 50 11 0000 0000 0000"),
    "IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [F.], length 0",
  ],
  ["UDP", ip4("11", "0035 1000 0014 0000"), "IP 10.0.0.1.53 > 10.0.0.2.4096: UDP, length 12"],
  [
    "two MPLS labels",
    `${ethernet} 8847 00011040 00012140 4500 0028 0000 0000 40 01 0000 0a000001 0a000002 08 00`,
    "MPLS (label 17, tc 0, ttl 64) MPLS (label 18, tc 0, [S], ttl 64) IP 10.0.0.1 > 10.0.0.2: ICMP echo request",
  ],
  ["OSPF", ip4("59", "00"), "IP 10.0.0.1 > 10.0.0.2: OSPF, length 20"],
  [
    "an ARP request",
    `${ethernet} 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002`,
    "ARP, Request who-has 10.0.0.2 tell 10.0.0.1",
  ],
  [
    "an ARP reply",
    `${ethernet} 0806 0001 0800 06 04 0002 020000000001 0a000001 020000000002 0a000002`,
    "ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01",
  ],
  [
    "a VLAN tag",
    `${ethernet} 8100 000a 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002`,
    "vlan 10, ARP, Request who-has 10.0.0.2 tell 10.0.0.1",
  ],
  [
    "ICMPv6 behind options",
    `${ethernet} 86dd 60000000 0020 00 01 fe80${"0".repeat(27)}1 ff02${"0".repeat(27)}1 3a00050200000000 8600 0000`,
    "IP6 fe80::1 > ff02::1: ICMP6, router advertisement",
  ],
  ["a frame cut short", `${ethernet} 0800 45`, "cut short, 15 bytes"],
  ["an unknown type", `${ethernet} 88cc 00`, "ethertype 0x88cc"],
])("%s", (_, frame, text) => expect(parsePcap(pcapOf([frame]))).toEqual([{ text }]));

test("a packet that is still being written is left out", () => {
  const frames = [ip4("59", "00"), ip4("59", "00")];
  expect(parsePcap(pcapOf(frames))).toHaveLength(2);
  expect(parsePcap(pcapOf(frames, 1))).toHaveLength(1);
  expect(parsePcap(new Uint8Array())).toEqual([]);
});
