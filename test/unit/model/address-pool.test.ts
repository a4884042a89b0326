// Addresses as Docker hands them out.

import { expect, test } from "vitest";
import { firstFreeAddress, freeSubnet, macOfAddress, unfitFor } from "../../../src/model/address-pool.ts";
import { formatCidr, formatIp, parseCidr, parseIp } from "../../../src/model/ip.ts";

const cidr = (text: string) => parseCidr(text)!;
const ip = (text: string) => parseIp(text)!;
const free = (subnet: string, taken: string[], range?: string): string | undefined => {
  const found = firstFreeAddress(cidr(subnet), taken.map(ip), range === undefined ? undefined : cidr(range));
  return found && formatIp(found);
};

test("the lowest free address, never the network or its broadcast address", () => {
  expect(free("172.17.0.0/16", ["172.17.0.1"])).toBe("172.17.0.2");
  expect(free("172.17.0.0/16", ["172.17.42.1"])).toBe("172.17.0.1");
  expect(free("172.17.0.0/16", ["172.17.0.1", "172.17.0.3", "172.17.0.2"])).toBe("172.17.0.4");
  expect(free("10.0.0.0/30", ["10.0.0.1"])).toBe("10.0.0.2");
  expect(free("10.0.0.0/30", ["10.0.0.1", "10.0.0.2"])).toBeUndefined();
  expect(free("10.0.0.0/24", [], "10.0.0.64/28")).toBe("10.0.0.64");
});

test("the next of Docker's pools that overlaps nothing", () => {
  expect(formatCidr(freeSubnet([])!)).toBe("172.17.0.0/16");
  expect(formatCidr(freeSubnet([cidr("172.17.0.0/16"), cidr("172.18.3.0/24")])!)).toBe("172.19.0.0/16");
  expect(freeSubnet([cidr("172.16.0.0/12"), cidr("192.168.0.0/16")])).toBeUndefined();
});

test("a MAC address made of the address", () => {
  expect(macOfAddress(ip("192.168.22.222"))).toBe("02:42:c0:a8:16:de");
});

test("why an address does not fit", () => {
  expect(unfitFor(cidr("10.0.0.0/24"), ip("10.0.1.1"))).toBe("10.0.1.1 is not in 10.0.0.0/24");
  expect(unfitFor(cidr("10.0.0.0/24"), ip("10.0.0.255"))).toContain("broadcast");
  expect(unfitFor(cidr("10.0.0.0/24"), ip("10.0.0.0"))).toContain("the network itself");
  expect(unfitFor(cidr("10.0.0.0/24"), ip("10.0.0.9"))).toBeUndefined();
});
