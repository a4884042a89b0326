// Knows: which words of a hand-written interfaces file are found to mean nothing, and where.
// Refuses to know: how ifreload says it.

import { expect, test } from "vitest";
import { unknownKeywords } from "../../../src/nclu/interfaces-check.ts";

test("a keyword no switch has is named with its line and the one that was meant", () => {
  const file = [
    "source /etc/network/interfaces.d/*.intf",
    "auto swp1",
    "iface swp1",
    "    adress 10.0.1.1/24",
    "    # adress 10.0.1.2/24",
    "    storm-control-broadcast 100",
    "    up ip route add 10.9.0.0/16 dev swp1",
    "auto bridge",
    "iface bridge",
    "    bridge-vlan-aware yes",
    "    nonsense yes",
  ].join("\n");
  expect(unknownKeywords(file)).toEqual([
    { line: 4, name: "swp1", keyword: "adress", hint: ' (did you mean "address"?)' },
    { line: 11, name: "bridge", keyword: "nonsense", hint: "" },
  ]);
});
