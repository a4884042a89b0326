// Who hears what a node sends: the far end of a link, everybody on a LAN, nobody behind a router.

import { expect, test } from "vitest";
import { farEndsOf, interfacesOnlyTo } from "../../../src/check/far-ends.ts";
import { buildLab } from "../../helpers/lab-builder.ts";

const lab = buildLab({
  name: "far-ends",
  nodes: {
    r1: { kind: "frr", addresses: {} },
    r2: { kind: "frr", addresses: {} },
    r3: { kind: "frr", addresses: {} },
    pc: { addresses: {} },
    lan1: { kind: "bridge", implicit: true },
    sw1: { kind: "bridge" },
    sw2: { kind: "bridge" },
  },
  links: [
    ...["r1:eth1 lan1:r1", "r2:eth1 lan1:r2", "r3:eth1 lan1:r3"],
    ...["r1:eth2 sw1:p1", "sw1:p2 sw2:p1", "sw2:p2 r2:eth2", "sw2:p3 pc:eth0", "sw2:p4 sw1:p4"],
    "r2:eth3 r3:eth3",
  ],
});

test("a switch is passed through, several and a loop of them too", () => {
  const heard = farEndsOf(lab, "r1").map(({ ifname, far }) => `${ifname} ${far.node.name}:${far.ifname}`);
  expect(heard).toEqual(["eth1 r2:eth1", "eth1 r3:eth1", "eth2 r2:eth2", "eth2 pc:eth0"]);
});

test("on a LAN of three a neighbour is not known by the interface; with one router behind the switches it is", () => {
  expect(interfacesOnlyTo(lab, "r1", "r2")).toEqual(["eth2"]);
  expect(interfacesOnlyTo(lab, "r1", "r3")).toEqual([]);
  expect(interfacesOnlyTo(lab, "r3", "r2")).toEqual(["eth3"]);
});
