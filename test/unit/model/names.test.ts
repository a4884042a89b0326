// Knows: the limits of names, on both sides, and that MACs follow from names.
// Refuses to know: the lab file.

import { expect, test } from "vitest";
import {
  endpointOf,
  macOf,
  parseIfName,
  parseLabName,
  parseMac,
  parseNodeName,
  type EndpointName,
  type IfName,
  type NodeName,
} from "../../../src/model/names.ts";

test("an interface name fits 15 bytes", () => {
  expect(parseIfName("a".repeat(15)).ok).toBe(true);
  expect(parseIfName("a".repeat(16)).ok).toBe(false);
});

test.each(["", ".", "..", "eth 0", "eth/0", "eth:0", "ethé", "eth\t0"])("%j is no interface name", (text) => {
  expect(parseIfName(text).ok).toBe(false);
});

test("a node name is a hostname label", () => {
  expect(parseNodeName("a".repeat(63)).ok).toBe(true);
  expect(parseNodeName("a".repeat(64)).ok).toBe(false);
  for (const text of ["R1", "r_1", "r.1", "-r", "", "r 1", "r|1"]) expect(parseNodeName(text).ok, text).toBe(false);
});

test("containerlab allows more", () => {
  for (const text of ["R1", "AS2_R1", "r.1"]) expect(parseNodeName(text, "clab").ok, text).toBe(true);
  for (const text of ["_r", "r 1", "r/1", ""]) expect(parseNodeName(text, "clab").ok, text).toBe(false);
  expect(parseLabName("My.Lab_1", "clab").ok).toBe(true);
});

test("a MAC is unicast and written in small letters", () => {
  expect(parseMac("02:AA:00:00:00:01")).toEqual({ ok: true, name: "02:aa:00:00:00:01" });
  expect(parseMac("03:00:00:00:00:01").ok).toBe(false);
  expect(parseMac("02:00:00:00:00").ok).toBe(false);
  expect(parseMac("02-00-00-00-00-01").ok).toBe(false);
});

test("an endpoint's MAC is legal, local, its own, and another one with salt", () => {
  const ends = Array.from({ length: 2000 }, (_, i) => endpointOf(`r${i}` as NodeName, `eth${i % 4}` as IfName));
  const macs = ends.map((end) => macOf(end));
  for (const mac of macs) expect(parseMac(mac)).toEqual({ ok: true, name: mac });
  expect(new Set(macs).size).toBe(macs.length);
  const end = "tor:swp1" as EndpointName;
  expect(macOf(end)).toBe(macOf(end));
  expect(macOf(end, 1)).not.toBe(macOf(end));
});
