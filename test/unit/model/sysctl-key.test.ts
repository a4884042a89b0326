import { expect, test } from "vitest";
import { sysctlPathOf, whyNotSettable } from "../../../src/model/sysctl-key.ts";

test.each([
  ["net.ipv4.ip_forward", "net/ipv4/ip_forward"],
  ["net.ipv4.conf.eth1/10.rp_filter", "net/ipv4/conf/eth1.10/rp_filter"],
  ["net/ipv4/conf/eth1.10/rp_filter", "net/ipv4/conf/eth1.10/rp_filter"],
])("%s is %s", (key, path) => expect(sysctlPathOf(key)).toBe(path));

test.each(["net.ipv4.ip_forward", "net/ipv6/conf/eth1.10/accept_ra"])("%s may be set in a node", (key) =>
  expect(whyNotSettable(key)).toBeUndefined(),
);

test.each([
  "kernel.hostname",
  "vm.swappiness",
  "net/../kernel/panic",
  "net..ipv4",
  "net.ipv4.ip forward",
  "../net/x",
  "",
])("%s may not: it is not the node's", (key) => expect(whyNotSettable(key)).toBeTypeOf("string"));
