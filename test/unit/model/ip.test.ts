// Knows: addresses as text and as values, both ways.
// Refuses to know: the loader.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contains,
  formatCidr,
  formatIp,
  linkLocalOf,
  networkOf,
  parseCidr,
  parseIp,
  sameIp,
  widthOf,
  type Cidr,
} from "../../../src/model/ip.ts";

const ip4 = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }).map((value) => ({ family: 4 as const, value }));
// Groups of zeros are what `::` is about, so they are made on purpose.
const ip6 = fc
  .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((groups) => ({ family: 6 as const, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n) }));
const ip = fc.oneof(ip4, ip6);
const cidr = ip.chain((address) => fc.nat(widthOf(address.family)).map((length): Cidr => ({ ...address, length })));

describe("round trips", () => {
  test("an address", () => {
    fc.assert(
      fc.property(ip, (address) => {
        expect(parseIp(formatIp(address))).toEqual(address);
      }),
    );
  });
  test("a prefix", () => {
    fc.assert(
      fc.property(cidr, (prefix) => {
        expect(parseCidr(formatCidr(prefix))).toEqual(prefix);
      }),
    );
  });
  test("IPv6 text agrees with the platform's own (URL)", () => {
    fc.assert(
      fc.property(ip6, (address) => {
        expect(`[${formatIp(address)}]`).toBe(new URL(`http://[${formatIp(address)}]`).hostname);
      }),
    );
  });
});

test("a network contains its addresses and not its neighbour", () => {
  fc.assert(
    fc.property(cidr, (prefix) => {
      const network = networkOf(prefix);
      expect(contains(network, prefix)).toBe(true);
      expect(networkOf(network)).toEqual(network);
      if (prefix.length === 0) return;
      const flipped = network.value ^ (1n << BigInt(widthOf(prefix.family) - prefix.length));
      expect(contains(network, { family: prefix.family, value: flipped })).toBe(false);
    }),
  );
});

test.each([
  ["2001:0DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["::ffff:192.0.2.1", "::ffff:c000:201"],
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["1:0:2:0:3:0:4:5", "1:0:2:0:3:0:4:5"],
  ["::", "::"],
  ["fe80::", "fe80::"],
])("%s is written %s", (text, canonical) => {
  const parsed = parseIp(text);
  expect(parsed && formatIp(parsed)).toBe(canonical);
});

test.each([
  "",
  "1.2.3",
  "1.2.3.4.5",
  "256.0.0.1",
  "01.2.3.4",
  "1.2.3.-4",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "12345::",
  "g::",
  "::1.2.3",
  "1:2:3:4:5:6:7::8",
])("%j is no address", (text) => expect(parseIp(text)).toBeUndefined());

test.each(["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/08", "::/129", "10.0.0.0/8/8"])(
  "%j is no prefix",
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test("both sides of the longest prefix", () => {
  expect(parseCidr("10.0.0.1/32")?.length).toBe(32);
  expect(parseCidr("::1/128")?.length).toBe(128);
  expect(parseCidr("10.0.0.1")?.length).toBe(32);
});

test("a link-local address follows from a MAC as in RFC 4291", () => {
  expect(formatIp(linkLocalOf("34:56:78:9a:bc:de"))).toBe("fe80::3656:78ff:fe9a:bcde");
});

test("families are never the same", () => {
  expect(sameIp({ family: 4, value: 1n }, { family: 6, value: 1n })).toBe(false);
  expect(contains({ family: 4, value: 0n, length: 0 }, { family: 6, value: 0n })).toBe(false);
});
