import { expect, test } from "vitest";
import { sysctlPathOf } from "../../../src/plan/sysctl-key.ts";

test.each([
  ["net.ipv4.ip_forward", "net/ipv4/ip_forward"],
  ["net.ipv4.conf.eth1/10.rp_filter", "net/ipv4/conf/eth1.10/rp_filter"],
  ["net/ipv4/conf/eth1.10/rp_filter", "net/ipv4/conf/eth1.10/rp_filter"],
])("%s is %s", (key, path) => expect(sysctlPathOf(key)).toBe(path));
